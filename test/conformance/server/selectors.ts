import type { Cursor } from '../cursor';
import { complain, type Refuse } from '../kube-object';
import { labelValue, qualifiedName } from '../names';

/** Labels anywhere: of objects, of selectors, of node selectors. */
export function checkLabels(labels: Cursor, refuse: Refuse): void {
  for (const [key, value] of labels.entries()) {
    complain(
      refuse,
      value,
      qualifiedName(key) ?? (value.text === undefined ? 'must be a string' : labelValue(value.text)),
    );
  }
}

/** A label selector: well-formed labels, and operators with the values they need. */
export function checkSelector(selector: Cursor, refuse: Refuse): void {
  checkLabels(selector.get('matchLabels'), refuse);
  for (const expression of selector.list('matchExpressions')) {
    const operator = expression.get('operator').text ?? '';
    const values = expression.list('values');
    const takesValues = operator === 'In' || operator === 'NotIn';
    if (takesValues !== values.length > 0) {
      refuse(expression.get('values'), `${operator} takes ${takesValues ? 'at least one value' : 'no values'}`);
    }
    complain(refuse, expression.get('key'), qualifiedName(expression.get('key').text ?? ''));
  }
}

/** Whether a label selector picks an object with these labels. An empty selector picks everything. */
export function selects(selector: Cursor, labels: Cursor): boolean {
  const equal = selector
    .get('matchLabels')
    .entries()
    .every(([key, value]) => labels.get(key).value === value.value);
  return (
    equal &&
    selector.list('matchExpressions').every((expression) => {
      const label = labels.get(expression.get('key').text ?? '');
      const listed = expression.list('values').some(({ value }) => value === label.value);
      switch (expression.get('operator').text) {
        case 'In':
          return label.exists && listed;
        case 'NotIn':
          return !listed;
        case 'Exists':
          return label.exists;
        default:
          return !label.exists;
      }
    })
  );
}

/** Whether a label selector picks everything. */
export function isEmptySelector(selector: Cursor): boolean {
  return selector.get('matchLabels').keys().length === 0 && selector.list('matchExpressions').length === 0;
}
