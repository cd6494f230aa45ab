package org.crashtag.sql;

import java.util.stream.Collectors;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;

/** How engines write names, texts and types. */
enum Dialect {
  /** Hive and Spark: names in backquotes, backslashes in texts. */
  HIVE,
  /** Trino and Athena's queries: as in the standard. */
  TRINO;

  private static final char DEL = 0x7f;

  String identifier(String name) {
    return switch (this) {
      case HIVE -> '`' + name.replace("`", "``") + '`';
      case TRINO -> ViewStatements.identifier(name);
    };
  }

  String literal(String text) {
    return switch (this) {
      case HIVE ->
          text.chars()
              .mapToObj(character -> escaped((char) character))
              .collect(Collectors.joining("", "'", "'"));
      case TRINO -> ViewStatements.literal(text);
    };
  }

  /** Semicolons end statements and {@code ${}} is a variable, even within quotes. */
  private static String escaped(char character) {
    return switch (character) {
      case '\'', '\\' -> "\\" + character;
      case ';', '$', '"', '`' -> unicode(character);
      default ->
          character < ' ' || character == DEL ? unicode(character) : String.valueOf(character);
    };
  }

  private static String unicode(char character) {
    return String.format(java.util.Locale.ROOT, "\\u%04X", (int) character);
  }

  String type(Column column) {
    String single = type(column.type());
    if (!column.isList()) {
      return single;
    }
    return switch (this) {
      case HIVE -> "ARRAY<" + single + ">";
      case TRINO -> "ARRAY(" + single + ")";
    };
  }

  private String type(ColumnType type) {
    return switch (type) {
      case TEXT, GUID, HEX64 -> this == HIVE ? "STRING" : "VARCHAR";
      case BIGINT -> "BIGINT";
      case UNSIGNED64 -> "DECIMAL(20,0)";
      case DOUBLE -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case TIMESTAMP -> this == HIVE ? "TIMESTAMP" : "TIMESTAMP(6)";
      case DATE -> "DATE";
      case BYTES -> this == HIVE ? "BINARY" : "VARBINARY";
    };
  }
}
