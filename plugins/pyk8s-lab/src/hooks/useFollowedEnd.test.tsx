import { fireEvent, render, screen } from '@testing-library/react';
import { useFollowedEnd } from './useFollowedEnd';

const Growing = ({ lines, part = 1 }: { lines: number; part?: number }) => {
  const follow = useFollowedEnd<HTMLDivElement>(lines, part);
  return <div role="log" {...follow} />;
};

describe('useFollowedEnd', () => {
  const LINE = 20;
  const SHOWN = 100;
  let height = 0;

  // jsdom lays nothing out.
  beforeEach(() => {
    const sizes = { scrollHeight: () => height, clientHeight: () => SHOWN };
    for (const [name, get] of Object.entries(sizes)) {
      Object.defineProperty(HTMLElement.prototype, name, {
        configurable: true,
        get,
      });
    }
  });
  afterEach(() => {
    for (const name of ['scrollHeight', 'clientHeight']) {
      Reflect.deleteProperty(HTMLElement.prototype, name);
    }
  });

  function open() {
    height = 10 * LINE;
    const { rerender } = render(<Growing lines={10} />);
    const element = screen.getByRole('log');
    return {
      element,
      grow: (lines: number, part?: number) => {
        height = lines * LINE;
        rerender(<Growing lines={lines} part={part} />);
      },
      scrollTo: (top: number) => {
        element.scrollTop = top;
        fireEvent.scroll(element);
      },
    };
  }

  it('shows the end, and what comes after it', () => {
    const { element, grow } = open();
    expect(element.scrollTop).toBe(200);
    grow(20);
    expect(element.scrollTop).toBe(400);
  });

  it('leaves a reader alone who has scrolled up, until they are back', () => {
    const { element, grow, scrollTo } = open();
    scrollTo(40);
    grow(20);
    expect(element.scrollTop).toBe(40);
    scrollTo(20 * LINE - SHOWN - 1);
    grow(30);
    expect(element.scrollTop).toBe(600);
  });

  it('goes to the end when another part begins', () => {
    const { element, grow, scrollTo } = open();
    scrollTo(40);
    grow(20, 2);
    expect(element.scrollTop).toBe(400);
  });
});
