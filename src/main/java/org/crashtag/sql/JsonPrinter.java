package org.crashtag.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@link ResultFormat#JSON}. */
final class JsonPrinter {
  private final QueryResult result;
  private final Writer out;

  JsonPrinter(QueryResult result, Writer out) {
    this.result = result;
    this.out = out;
  }

  void print() throws IOException, SqlFault {
    List<String> names = names();
    JsonFactory factory = new JsonFactory();
    try (JsonGenerator json = factory.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
      json.setRootValueSeparator(null);
      for (Object[] row = result.next(); row != null; row = result.next()) {
        json.writeStartObject();
        for (int i = 0; i < row.length; i++) {
          json.writeFieldName(names.get(i));
          value(json, row[i]);
        }
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }
  }

  /** Columns of the same name would hide one another in an object, so they are numbered. */
  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (QueryResult.ResultColumn column : result.columns()) {
      String name = column.name();
      for (int i = 2; names.contains(name); i++) {
        name = column.name() + '_' + i;
      }
      names.add(name);
    }
    return names;
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof Number number) {
      number(json, number);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        value(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName((String) entry.getKey());
        value(json, entry.getValue());
      }
      json.writeEndObject();
    } else {
      json.writeString(ValueText.FOR_MACHINES.of(value));
    }
  }

  private static void number(JsonGenerator json, Number number) throws IOException {
    if (number instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (number instanceof BigInteger integer) {
      json.writeNumber(integer);
    } else if (number instanceof Double || number instanceof Float) {
      if (Double.isFinite(number.doubleValue())) {
        json.writeNumber(number.toString());
      } else {
        json.writeNull();
      }
    } else {
      json.writeNumber(number.longValue());
    }
  }
}
