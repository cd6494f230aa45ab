package org.crashtag.sql;

import java.io.IOException;
import java.io.Writer;

/** {@link ResultFormat#CSV}. */
final class CsvPrinter {
  private static final String LINE_END = "\r\n";

  private final QueryResult result;
  private final Writer out;

  CsvPrinter(QueryResult result, Writer out) {
    this.result = result;
    this.out = out;
  }

  void print() throws IOException, SqlFault {
    line(result.columns().stream().map(QueryResult.ResultColumn::name).toArray());
    for (Object[] row = result.next(); row != null; row = result.next()) {
      line(row);
    }
  }

  private void line(Object[] values) throws IOException {
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        out.write(',');
      }
      if (values[i] != null) {
        out.write(quoted(ValueText.FOR_MACHINES.of(values[i])));
      }
    }
    out.write(LINE_END);
  }

  private static String quoted(String text) {
    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
