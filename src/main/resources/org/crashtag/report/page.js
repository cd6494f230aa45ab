'use strict';

// Sorts, filters and opens the tables, copies SQL and draws the charts. Everything that the page says
// is there without it. Texts are only ever set as texts.
(() => {
  const all = (selector, below = document) => [...below.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);

  // What a link leads to is opened: SQL, or the facts about a signature.
  const reveal = () => {
    let target;
    try {
      target = byId(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return;
    }
    if (!target) {
      return;
    }
    for (let at = target; at; at = at.parentElement) {
      if (at.tagName === 'DETAILS') {
        at.open = true;
      }
    }
    const button = target.querySelector('.open');
    if (target.tagName === 'TBODY' && button) {
      target.hidden = false;
      expand(button, true);
      button.focus();
    } else if (target.tagName === 'DETAILS') {
      target.querySelector('summary').focus();
    }
    target.scrollIntoView({block: 'nearest'});
  };
  const go = (anchor) => {
    if (location.hash === anchor) {
      reveal();
    } else {
      location.hash = anchor;
    }
  };

  const expand = (button, open) => {
    button.setAttribute('aria-expanded', String(open));
    byId(button.getAttribute('aria-controls')).hidden = !open;
  };
  for (const button of all('.open')) {
    expand(button, false);
    button.addEventListener('click', () =>
      expand(button, button.getAttribute('aria-expanded') === 'false'));
  }

  // Numbers and days are compared as such; what is not known comes last.
  const key = (group, place) => {
    const text = group.querySelector('tr').cells[place].textContent.trim();
    const number = Number(text.replace(/[,%×]/g, ''));
    return text === '–' ? null : Number.isNaN(number) ? text : number;
  };
  const compare = (one, two) =>
    typeof one === 'number' && typeof two === 'number'
      ? one - two
      : String(one).localeCompare(String(two), 'en', {numeric: true});
  const sort = (table, place, descending) => {
    const groups = table.classList.contains('groups')
      ? [...table.tBodies]
      : [...table.tBodies[0].rows].map((row) => ({row, querySelector: () => row}));
    const keyed = groups.map((group) => ({group, key: key(group, place)}));
    keyed.sort((one, two) => {
      if (one.key === null || two.key === null) {
        return (one.key === null) - (two.key === null);
      }
      return descending ? compare(two.key, one.key) : compare(one.key, two.key);
    });
    const parent = table.classList.contains('groups') ? table : table.tBodies[0];
    for (const {group} of keyed) {
      parent.append(group.row ?? group);
    }
  };
  for (const table of all('table.data')) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => {
      if (head.classList.contains('unsorted')) {
        return;
      }
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        // Large numbers and late days are wanted first, names from A to Z.
        const was = head.getAttribute('aria-sort');
        const descending = was ? was === 'ascending' : head.classList.contains('n');
        heads.forEach((other) => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
        sort(table, place, descending);
      });
    });
    table.addEventListener('click', (event) => {
      if (event.target.closest('td.n') && !event.target.closest('.facts')) {
        go('#' + table.dataset.sql);
      }
    });
  }

  const filter = byId('filter');
  if (filter) {
    const groups = [...document.querySelector('table.groups').tBodies];
    filter.closest('.filter').hidden = false;
    filter.addEventListener('input', () => {
      const wanted = filter.value.trim().toLowerCase();
      let shown = 0;
      for (const group of groups) {
        group.hidden = !group.rows[0].textContent.toLowerCase().includes(wanted);
        shown += group.hidden ? 0 : 1;
      }
      byId('filtered').textContent = wanted ? `${shown} of ${groups.length}` : '';
    });
  }

  // The clipboard may be forbidden to a file: then the text is selected for Ctrl-C.
  for (const button of all('.copy')) {
    button.hidden = false;
    const code = button.parentElement.querySelector('code');
    const say = (word) => {
      button.textContent = word;
      setTimeout(() => { button.textContent = 'Copy'; }, 2000);
    };
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        say('Copied');
      } catch {
        getSelection().selectAllChildren(code);
        say(document.execCommand('copy') ? 'Copied' : 'Press Ctrl-C');
      }
    });
  }

  const data = JSON.parse(byId('data').textContent);
  const utc = (seconds) => uPlot.tzDate(new Date(seconds * 1e3), 'Etc/UTC');
  const day = (seconds) => new Date(seconds * 1e3).toISOString().slice(0, 10);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  let charts = [];

  const draw = (name, series, values, words) => {
    const place = byId('chart-' + name);
    const axis = {
      stroke: colour('--soft'),
      font: '12px system-ui, sans-serif',
      grid: {stroke: colour('--line'), width: 1},
      ticks: {stroke: colour('--line'), width: 1, size: 4},
    };
    const chart = new uPlot({
      width: Math.max(200, place.clientWidth),
      height: place.clientHeight,
      tzDate: utc,
      legend: {show: false},
      cursor: {y: false, drag: {x: false, y: false}},
      // Half a week more on both sides, for the bars' halves.
      scales: {x: {range: (u, first, last) => [first - 302400, last + 302400]}, y: {range: (u, least, most) => [0, Math.max(4, most * 1.05)]}},
      axes: [
        {...axis, grid: {show: false}, space: 60},
        {...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6]},
      ],
      series: [{}, ...series],
      hooks: {
        setCursor: [(u) => {
          byId('readout-' + name).textContent =
            u.cursor.idx == null ? '\u00a0' : words(u.cursor.idx);
        }],
      },
    }, [data.weeks, ...values], place);
    charts.push({chart, place});
  };

  const drawAll = () => {
    charts.forEach(({chart}) => chart.destroy());
    charts = [];
    // The bars stand on each other: the highest is drawn first.
    const sums = [];
    data.builds.forEach((build, i) => {
      sums.push(build.crashes.map((count, week) => count + (i ? sums[i - 1][week] : 0)));
    });
    const bars = uPlot.paths.bars({size: [0.8, 28]});
    const series = data.builds.map((build, i) => ({
      label: build.name,
      paths: bars,
      points: {show: false},
      width: 0,
      fill: colour(`--c${i + 1}`),
      stroke: colour(`--c${i + 1}`),
    }));
    draw('crashes', series.reverse(), sums.reverse(), (week) =>
      `Week of ${day(data.weeks[week])}: ${data.crashes[week]} (` +
      data.builds.filter((build) => build.crashes[week])
        .map((build) => `${build.name}: ${build.crashes[week]}`).join(', ') + ')');
    const machines = data.machines.map((count, week) =>
      data.weeks.length > 2 && week === data.weeks.length - 1 ? null : count);
    draw('machines', [{
      label: 'machines',
      stroke: colour('--c1'),
      width: 2,
      points: {show: data.weeks.length < 3, fill: colour('--c1')},
    }], [machines], (week) => `Week of ${day(data.weeks[week])}: ${data.machines[week]}`);
  };
  if (data.weeks) {
    drawAll();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
    new ResizeObserver(() => {
      for (const {chart, place} of charts) {
        chart.setSize({width: Math.max(200, place.clientWidth), height: place.clientHeight});
      }
    }).observe(byId('worse'));
  }

  addEventListener('hashchange', reveal);
  reveal();
})();
