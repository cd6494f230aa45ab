package org.crashtag.table;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;
import org.crashtag.decode.Column;

/** The values of one column of the row group that is being gathered. */
final class ColumnBuffer {
  private final Column column;
  private final boolean isList;
  private final Class<?> valueClass;
  private final ColumnDescriptor descriptor;
  private final Levels levels;
  private final Values values;
  private final Runs cells = new Runs();

  /** The range of all row groups that have been written. */
  private final ColumnRange range;

  ColumnBuffer(Column column, ColumnDescriptor descriptor) {
    this.column = column;
    this.isList = column.isList();
    this.valueClass = column.type().valueClass();
    this.descriptor = descriptor;
    this.levels = Levels.of(isList);
    this.values = Values.of(column.type(), descriptor.getPrimitiveType());
    this.range = new ColumnRange(!isList);
  }

  /**
   * What is known of the values of all row groups that were written.
   *
   * @param bytes compressed size of the column's chunks
   * @param entries values, nulls and empty lists
   */
  PartMetrics.ColumnMetrics metrics(long bytes, long entries) {
    return new PartMetrics.ColumnMetrics(
        column.name(), bytes, entries, range.nulls(), range.lower(), range.upper());
  }

  /** Whether a value, which may be null, has the class that the column's type names. */
  boolean accepts(Object value) {
    if (value == null) {
      return true;
    }
    if (!isList) {
      return value.getClass() == valueClass;
    }
    if (!(value instanceof List<?> list)) {
      return false;
    }
    for (Object element : list) {
      if (element == null || element.getClass() != valueClass) {
        return false;
      }
    }
    return true;
  }

  /** Adds a value that is accepted; returns the bytes of memory that it takes. */
  int add(Object value) {
    if (value == null) {
      return levels.add(-1);
    }
    if (!isList) {
      return levels.add(1) + cells.add(values.cell(value)) + values.takeGrowth();
    }
    List<?> list = (List<?>) value;
    for (Object element : list) {
      cells.add(values.cell(element));
    }
    // Even of a run, because Parquet's own readers and the writing of a page expand it.
    return levels.add(list.size()) + Long.BYTES * list.size() + values.takeGrowth();
  }

  /** Adds a number to a column of single numbers; returns the bytes of memory that it takes. */
  int add(long number) {
    return levels.add(1) + cells.add(number);
  }

  /** Writes the column chunk and forgets its values. */
  void writeTo(PageWriter writer) throws IOException {
    int count = cells.size();
    long[] expanded = writer.cells(count);
    cells.expand(expanded);
    writer.startColumn(descriptor, levels.entries);
    int distinct = count == 0 ? -1 : values.dictionary(expanded, count);
    boolean isDictionary = distinct >= 0;
    if (isDictionary) {
      values.putDictionary(writer.page());
      writer.endDictionary(distinct);
    }
    levels.rewind();
    int done = 0;
    while (!levels.isAtEnd()) {
      int next = Math.min(count - done, PageWriter.MOST_ROWS);
      if (next > 0 && !isDictionary) {
        next = values.fitting(expanded, done, done + next, PageWriter.MOST_BYTES);
      }
      writer.startLevels(isList);
      levels.cut(writer, PageWriter.MOST_ROWS, next);
      writer.endLevels();
      int end = done + levels.pageValues;
      Statistics<?> part = rangeOf(expanded, done, end, isDictionary);
      range.add(part, levels.pageEntries - levels.pageValues);
      if (isDictionary) {
        writer.putIds(expanded, done, end, NumberDictionary.idBits(distinct));
      } else {
        values.putPlain(writer.page(), expanded, done, end);
      }
      writer.endPage(levels, part, isDictionary);
      done = end;
    }
    writer.endColumn();
    levels.clear();
    values.clear();
    cells.clear();
  }

  /** The page's statistics; null if a value has no place in an order. */
  private Statistics<?> rangeOf(long[] expanded, int from, int to, boolean isDictionary) {
    Statistics<?> part =
        from == to
            ? Statistics.createStats(descriptor.getPrimitiveType())
            : values.range(expanded, from, to, isDictionary);
    if (part != null) {
      part.incrementNumNulls(levels.pageEntries - levels.pageValues);
    }
    return part;
  }
}
