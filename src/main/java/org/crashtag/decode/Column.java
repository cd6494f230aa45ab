package org.crashtag.decode;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A column of a table.
 *
 * @param name lower case with underscores
 * @param type what it holds
 * @param sentence what the values mean, with unit and source, for people who ask
 * @param isList whether a value is a {@link List} of what {@code type} says; none of its elements
 *     is null
 * @param secrecy what may leave of it unasked
 */
public record Column(String name, ColumnType type, String sentence, boolean isList, Secrecy secrecy)
    implements Serializable {
  /** Whether values identify a machine or a person. */
  public enum Secrecy {
    /** No. */
    PUBLIC,
    /** Yes: text that {@link Privacy} replaces. */
    PRIVATE,
    /** Parts of a value may; the decoder replaces them itself. */
    PARTLY
  }

  /** A column of single values that anybody may see. */
  public Column(String name, ColumnType type, String sentence) {
    this(name, type, sentence, false, Secrecy.PUBLIC);
  }

  /** The same with lists of such values. */
  public Column asList() {
    return new Column(name, type, sentence, true, secrecy);
  }

  /** The same, of texts that identify a machine or a person. */
  public Column asPrivate() {
    if (type != ColumnType.TEXT || isList) {
      throw new IllegalArgumentException(name + ": only texts are made private as a whole");
    }
    return new Column(name, type, sentence, false, Secrecy.PRIVATE);
  }

  /** The same, of values whose private parts the decoder replaces. */
  public Column asPartlyPrivate() {
    return new Column(name, type, sentence, isList, Secrecy.PARTLY);
  }

  /** The type's name, with {@code []} behind it for a list. */
  public String typeName() {
    return isList ? type.name() + "[]" : type.name();
  }

  /** A value, which isn't null, as text for reading. */
  public String text(Object value) {
    if (!isList) {
      return type.text(value);
    }
    return ((List<?>) value).stream().map(type::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
