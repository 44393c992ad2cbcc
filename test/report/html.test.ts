import { Html, joined, markup } from '../../src/report/html';

test('text cannot become an element', () => {
  expect(markup`<p>${'<script>alert(1)</script>'}</p>`.text).toBe('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>');
});

test('text cannot end the attribute that it stands in', () => {
  expect(markup`<a title="${`" onclick='x'`}">`.text).toBe('<a title="&quot; onclick=&#39;x&#39;">');
});

test('an ampersand is not taken for an entity', () => {
  expect(markup`${'&lt;'}`.text).toBe('&amp;lt;');
});

test('markup in a template stays markup, lists are joined, what is absent leaves nothing', () => {
  const items = ['a<', 'b'].map((item) => markup`<li>${item}</li>`);
  expect(markup`<ul>${items}</ul>${undefined}${0}`.text).toBe('<ul><li>a&lt;</li><li>b</li></ul>0');
});

test('the text of a command keeps its lines and its indentation', () => {
  expect(
    markup`
    <pre>${'if true; then\n    echo "$1"\nfi'}</pre>`.text,
  ).toBe('\n<pre>if true; then\n    echo &quot;$1&quot;\nfi</pre>');
});

test('pieces are joined with what stands between them', () => {
  expect(markup`${joined(['a', 'b<'], new Html('<br>'))}`.text).toBe('a<br>b&lt;');
});
