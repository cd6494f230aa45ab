package org.crashtag.table;

import java.io.IOException;
import java.util.Arrays;

/** Which rows of a row group have how many values of one column. */
abstract class Levels {
  int rows;

  /** Values, nulls and empty lists of all rows: what Parquet counts as a column's values. */
  int entries;

  /** Rows of the page that was cut last. */
  int pageRows;

  /** Values, nulls and empty lists of the page that was cut last. */
  int pageEntries;

  /** Values of the page that was cut last. */
  int pageValues;

  static Levels of(boolean isList) {
    return isList ? new Lists() : new Singles();
  }

  /**
   * Adds a row.
   *
   * @param values its number of values; -1 if it is null
   * @return bytes of memory that the row takes
   */
  abstract int add(int values);

  /** Prepares for cutting the rows into pages. */
  abstract void rewind();

  /** Whether all rows are in pages. */
  abstract boolean isAtEnd();

  /**
   * Cuts the next page and writes its levels: at least one row, at most {@code mostRows}, and, if
   * it has more than one, at most {@code mostValues} values.
   */
  abstract void cut(PageWriter page, int mostRows, int mostValues) throws IOException;

  /** Forgets all rows, for the next row group. */
  void clear() {
    rows = 0;
    entries = 0;
  }

  /** Levels of a column of single values: runs of values and runs of nulls in turn. */
  private static final class Singles extends Levels {
    private static final int FIRST_RUNS = 4;

    /** Lengths of runs; those at even positions are runs of values. */
    private int[] runs = new int[FIRST_RUNS];

    private int last;
    private int at;
    private int usedOfRun;

    @Override
    int add(int values) {
      rows++;
      entries++;
      int parity = values < 0 ? 1 : 0;
      if ((last & 1) == parity) {
        runs[last]++;
        return 0;
      }
      last++;
      if (last == runs.length) {
        runs = Arrays.copyOf(runs, 2 * last);
      }
      runs[last] = 1;
      return Integer.BYTES;
    }

    @Override
    void rewind() {
      at = 0;
      usedOfRun = 0;
    }

    @Override
    boolean isAtEnd() {
      return at > last || (at == last && usedOfRun == runs[at]);
    }

    @Override
    void cut(PageWriter page, int mostRows, int mostValues) throws IOException {
      pageRows = 0;
      pageValues = 0;
      while (!isAtEnd() && pageRows < mostRows) {
        boolean isNull = (at & 1) == 1;
        int take = Math.min(runs[at] - usedOfRun, mostRows - pageRows);
        if (!isNull) {
          if (pageValues == mostValues && runs[at] > usedOfRun) {
            break;
          }
          take = Math.min(take, mostValues - pageValues);
          pageValues += take;
        }
        page.level(isNull ? 0 : 1, take);
        pageRows += take;
        usedOfRun += take;
        if (usedOfRun == runs[at]) {
          at++;
          usedOfRun = 0;
        }
      }
      pageEntries = pageRows;
    }

    @Override
    void clear() {
      super.clear();
      runs = new int[FIRST_RUNS];
      last = 0;
    }
  }

  /** Levels of a column of lists: the size of each list. */
  private static final class Lists extends Levels {
    private static final int OF_NULL = 0;
    private static final int OF_EMPTY_LIST = 1;
    private static final int OF_ELEMENT = 2;
    private static final int FIRST_ROWS = 64;

    private int[] sizes = new int[FIRST_ROWS];
    private int at;

    @Override
    int add(int values) {
      if (rows == sizes.length) {
        sizes = Arrays.copyOf(sizes, 2 * rows);
      }
      sizes[rows++] = values;
      entries = Math.addExact(entries, Math.max(1, values));
      return Integer.BYTES;
    }

    @Override
    void rewind() {
      at = 0;
    }

    @Override
    boolean isAtEnd() {
      return at == rows;
    }

    @Override
    void cut(PageWriter page, int mostRows, int mostValues) throws IOException {
      int first = at;
      pageValues = 0;
      pageEntries = 0;
      while (at < rows && at - first < mostRows && (at == first || fits(mostRows, mostValues))) {
        int size = sizes[at++];
        page.repetition(0, 1);
        if (size <= 0) {
          page.level(size < 0 ? OF_NULL : OF_EMPTY_LIST, 1);
        } else {
          page.repetition(1, size - 1);
          page.level(OF_ELEMENT, size);
        }
        pageValues += Math.max(0, size);
        pageEntries += Math.max(1, size);
      }
      pageRows = at - first;
    }

    private boolean fits(int mostEntries, int mostValues) {
      int size = sizes[at];
      return size <= mostValues - pageValues && size <= mostEntries - pageEntries;
    }

    @Override
    void clear() {
      super.clear();
      sizes = new int[FIRST_ROWS];
    }
  }
}
