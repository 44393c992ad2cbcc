/** Pipelines of a new project: those of docs/pipelines.md, in one file each. */

export const GITHUB_FILE = '.github/workflows/cndr.yml';
export const GITHUB = `name: disaster recovery
on: pull_request
permissions:
  contents: read
  pull-requests: write
jobs:
  dr:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 22, cache: npm }
      - run: npm ci && npm run synth
      - run: npm test
      - run: npx cndr check --format github
      - run: npx cndr plan --markdown >> "$GITHUB_STEP_SUMMARY"
      - uses: actions/upload-artifact@v4
        with: { name: disaster-recovery-report, path: dist/report }
  diff:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 22, cache: npm }
      - name: synthesize the base
        run: |
          git fetch --depth=1 origin "$GITHUB_BASE_REF"
          git worktree add ../base FETCH_HEAD
          cd ../base && npm ci && npm run synth
      - name: synthesize the change
        run: npm ci && npm run synth || test -f refused/plan.json
        env:
          CNDR_REFUSED_PLAN: refused/plan.json
      - name: compare
        run: |
          if [ -f refused/plan.json ]; then new=refused; else new=dist; fi
          npx cndr diff ../base/dist "$new" --markdown > comment.md
      - name: comment
        if: \${{ !cancelled() && hashFiles('comment.md') != '' }}
        run: gh pr comment "$NUMBER" --body-file comment.md --edit-last --create-if-none
        env:
          GH_TOKEN: \${{ github.token }}
          NUMBER: \${{ github.event.pull_request.number }}
`;

export const GITLAB_FILE = '.gitlab-ci.yml';
export const GITLAB = `dr-check:
  image: node:22
  script:
    - npm ci && npm run synth
    - npm test
    - npx cndr check --format gitlab > gl-code-quality-report.json
  artifacts:
    when: always
    reports: { codequality: gl-code-quality-report.json }

dr-diff:
  image: node:22
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - git fetch --depth=1 origin "$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
    - git worktree add ../base FETCH_HEAD
    - (cd ../base && npm ci && npm run synth)
    - npm ci && CNDR_REFUSED_PLAN=refused/plan.json npm run synth || test -f refused/plan.json
    - if [ -f refused/plan.json ]; then new=refused; else new=dist; fi
    - npx cndr diff ../base/dist "$new" --markdown > comment.md
  after_script:
    - >- # change: make a project access token with the scope api, and give it as the CI variable DR_TOKEN
      curl --fail --header "PRIVATE-TOKEN: $DR_TOKEN" --data-urlencode "body@comment.md"
      "$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
`;
