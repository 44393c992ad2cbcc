import { checkFleet } from './check-rule';
import { sitesWith } from './facts-fixture';

describe('FLT-01: two sites in one region would be lost together', () => {
  test('sites in regions of their own are fine', () => {
    expect(checkFleet('FLT-01')).toEqual([]);
  });

  test('the message names the region, the sites and both ways out', () => {
    expect(checkFleet('FLT-01', { sites: sitesWith('use2', { region: 'us-east-1' }) })).toEqual([
      'sites use1 and use2 are all in region us-east-1 and would be lost together; give each site a region of its own, or make them one site with more zones',
    ]);
  });
});

describe('FLT-02: two sites in one zone share its power', () => {
  test('sites with zones of their own are fine', () => {
    expect(checkFleet('FLT-02')).toEqual([]);
  });

  test('the message names the zone and the sites', () => {
    const sites = sitesWith('use2', { zones: ['us-east-2a', 'us-east-1b'] });
    expect(checkFleet('FLT-02', { sites })).toEqual([
      expect.stringMatching(/^zone us-east-1b is listed by sites use1 and use2; .*list each site's own zones/),
    ]);
  });

  test('a zone that one site lists twice is in one site', () => {
    expect(checkFleet('FLT-02', { sites: sitesWith('use1', { zones: ['us-east-1a', 'us-east-1a'] }) })).toEqual([]);
  });
});
