package org.crashtag.decode;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A column of a table.
 *
 * @param name lower case with underscores
 * @param type type of the values
 * @param sentence the meaning of the values, with unit and source
 * @param isList whether a value is a {@link List} of what {@code type} says; none of its elements
 *     is null
 * @param secrecy whether and how private values are replaced
 */
public record Column(String name, ColumnType type, String sentence, boolean isList, Secrecy secrecy)
    implements Serializable {
  /** Whether values identify a machine or a person. */
  public enum Secrecy {
    /** Values are not private. */
    PUBLIC,
    /** Values are private text, which {@link Privacy} replaces. */
    PRIVATE,
    /** Parts of values can be private; the decoder replaces them itself. */
    PARTLY
  }

  /** A column of single values that are not private. */
  public Column(String name, ColumnType type, String sentence) {
    this(name, type, sentence, false, Secrecy.PUBLIC);
  }

  /** A column of lists of such values. */
  public Column asList() {
    return new Column(name, type, sentence, true, secrecy);
  }

  /** The same column, of text that identifies a machine or a person. */
  public Column asPrivate() {
    if (type != ColumnType.TEXT || isList) {
      throw new IllegalArgumentException(name + ": only text can be private as a whole");
    }
    return new Column(name, type, sentence, false, Secrecy.PRIVATE);
  }

  /** The same column, of values whose private parts the decoder replaces. */
  public Column asPartlyPrivate() {
    return new Column(name, type, sentence, isList, Secrecy.PARTLY);
  }

  /** The type's name, followed by {@code []} for a list. */
  public String typeName() {
    return isList ? type.name() + "[]" : type.name();
  }

  /** Formats a value, which must not be null, for display. */
  public String text(Object value) {
    if (!isList) {
      return type.text(value);
    }
    return ((List<?>) value).stream().map(type::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
