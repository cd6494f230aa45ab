package org.crashtag.sql;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** {@link ResultFormat#CSV}. */
final class CsvPrinter {
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
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      texts.add(value == null ? null : ValueText.FOR_MACHINES.of(value));
    }
    out.write(Csv.line(texts));
  }
}
