import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';

/** The labs of the user, on the home page. */
export const myLabsWidget = HomePageWidgetBlueprint.make({
  name: 'my-labs',
  params: {
    name: 'MyLabs',
    title: 'My labs',
    description: 'Your labs and those of your groups, as they are now',
    layout: {
      width: { minColumns: 3, defaultColumns: 6 },
      height: { minRows: 3, defaultRows: 5 },
    },
    components: () =>
      import('../components/MyLabs').then(({ MyLabs, MyLabsLink }) => ({
        Content: MyLabs,
        Actions: MyLabsLink,
      })),
  },
});
