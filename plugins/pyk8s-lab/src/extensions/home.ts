import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { z } from 'zod';

/** The labs of the user, on the home page. */
export const myLabsWidget = HomePageWidgetBlueprint.makeWithOverrides({
  name: 'my-labs',
  // The home page lists widgets before any of them can translate its own title.
  configSchema: {
    title: z.string().optional(),
    description: z.string().optional(),
  },
  factory: (originalFactory, { config }) =>
    originalFactory({
      name: 'MyLabs',
      title: config.title ?? 'My labs',
      description:
        config.description ??
        'Your labs and those of your groups, as they are now',
      layout: {
        width: { minColumns: 3, defaultColumns: 6 },
        height: { minRows: 3, defaultRows: 5 },
      },
      components: () =>
        import('../components/home/MyLabs').then(({ MyLabs, MyLabsLink }) => ({
          Content: MyLabs,
          Actions: MyLabsLink,
        })),
    }),
});
