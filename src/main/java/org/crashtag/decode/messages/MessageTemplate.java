package org.crashtag.decode.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A message prepared for rendering: the items of its arguments, and its format in parts. */
final class MessageTemplate {
  private final TraceMessage message;
  private final List<Item> items;
  private final List<Part> parts;
  private final int[] narrowEnds;
  private final int[] wideEnds;
  private final boolean mayHide;

  private MessageTemplate(TraceMessage message, List<Item> items, List<Part> parts) {
    this.message = message;
    this.items = List.copyOf(items);
    this.parts = parts;
    this.narrowEnds = fixedEnds(items, 4);
    this.wideEnds = fixedEnds(items, 8);
    this.mayHide = items.stream().anyMatch(item -> item.type().mayBePrivate());
  }

  /** The message as its author wrote it. */
  TraceMessage message() {
    return message;
  }

  /** One for each argument. */
  List<Item> items() {
    return items;
  }

  /** In their order. */
  List<Part> parts() {
    return parts;
  }

  /** The end of each item if all sizes are fixed; null if they depend on the bytes. */
  int[] fixedEnds(int pointerBytes) {
    return pointerBytes == 4 ? narrowEnds : wideEnds;
  }

  /** Whether an item's value can be private. */
  boolean mayHide() {
    return mayHide;
  }

  /** A part of a text. */
  sealed interface Part {}

  /** Literal text. */
  record Literal(String text) implements Part {}

  /**
   * The value of an argument.
   *
   * @param item index of the item
   */
  record Value(int item, FormatSpec spec) implements Part {}

  /** Prepares a message; empty if its format or an item is invalid, so that no bytes match. */
  static Optional<MessageTemplate> of(TraceMessage message, Enumerations enumerations) {
    List<Item> items = new ArrayList<>();
    for (TraceMessage.Argument argument : message.arguments()) {
      Optional<Item> item = Item.of(argument, enumerations);
      if (item.isEmpty()) {
        return Optional.empty();
      }
      items.add(item.get());
    }
    return new Parser(message, items)
        .parts()
        .map(parts -> new MessageTemplate(message, items, parts));
  }

  /** The ends of items are computed once, because most messages have only numbers. */
  private static int[] fixedEnds(List<Item> items, int pointerBytes) {
    int[] ends = new int[items.size()];
    int at = 0;
    for (int i = 0; i < ends.length; i++) {
      ItemType type = items.get(i).type();
      if (type.bytes() == ItemType.VARIABLE && type != ItemType.POINTER) {
        return null;
      }
      at += type == ItemType.POINTER ? pointerBytes : type.bytes();
      ends[i] = at;
    }
    return ends;
  }

  /**
   * Reads a format.
   *
   * <pre>
   * %0                    the prefix, which is not part of the message: dropped
   * %1 ... %9, !spec!     values of the record's header: dropped
   * %N  %N!spec!          argument N, from 10 on
   * %!NAME!               FUNC, LEVEL, FLAGS, KEYWORDS, FILE, COMPNAME, SPACE; others stay
   * %% %n %t %r %. %! %blank
   * </pre>
   */
  private static final class Parser {
    private final TraceMessage message;
    private final List<Item> items;
    private final String format;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;

    Parser(TraceMessage message, List<Item> items) {
      this.message = message;
      this.items = items;
      this.format = message.format();
    }

    Optional<List<Part>> parts() {
      while (at < format.length()) {
        char c = format.charAt(at);
        if (c != '%' || at + 1 == format.length()) {
          literal.append(c);
          at++;
        } else if (!place(format.charAt(at + 1))) {
          return Optional.empty();
        }
      }
      endLiteral();
      return Optional.of(List.copyOf(parts));
    }

    private void endLiteral() {
      if (!literal.isEmpty()) {
        parts.add(new Literal(literal.toString()));
        literal.setLength(0);
      }
    }

    /** Parses what follows a percent sign; false if a specification does not suit its item. */
    private boolean place(char next) {
      if (next == '0') {
        at += 2;
      } else if (next >= '1' && next <= '9') {
        return value();
      } else if (next == '!') {
        variable();
      } else {
        escape(next);
      }
      return true;
    }

    private void escape(char next) {
      switch (next) {
        case '%', ' ', '.' -> literal.append(next);
        case 'n' -> literal.append('\n');
        case 't' -> literal.append('\t');
        case 'r' -> literal.append('\r');
        default -> literal.append('%').append(next);
      }
      at += 2;
    }

    private boolean value() {
      int digitsEnd = at + 1;
      while (digitsEnd < format.length() && Character.digit(format.charAt(digitsEnd), 10) >= 0) {
        digitsEnd++;
      }
      int specEnd =
          digitsEnd < format.length() && format.charAt(digitsEnd) == '!'
              ? format.indexOf('!', digitsEnd + 1)
              : -1;
      int start = at;
      at = specEnd < 0 ? digitsEnd : specEnd + 1;
      if (digitsEnd - start == 2) {
        return true;
      }
      OptionalInt item = item(format.substring(start + 1, digitsEnd));
      if (item.isEmpty()) {
        literal.append(format, start, at);
        return true;
      }
      Optional<FormatSpec> spec =
          specEnd < 0
              ? Optional.of(FormatSpec.TEXT)
              : FormatSpec.parse(format.substring(digitsEnd + 1, specEnd));
      if (spec.isEmpty() || !spec.get().suits(items.get(item.getAsInt()).type())) {
        return false;
      }
      endLiteral();
      parts.add(new Value(item.getAsInt(), spec.get()));
      return true;
    }

    private OptionalInt item(String index) {
      for (int i = 0; i < items.size(); i++) {
        if (Integer.toString(message.arguments().get(i).index()).equals(index)) {
          return OptionalInt.of(i);
        }
      }
      return OptionalInt.empty();
    }

    private void variable() {
      int end = at + 2;
      while (end < format.length() && Character.isJavaIdentifierPart(format.charAt(end))) {
        end++;
      }
      if (end == at + 2 || end == format.length() || format.charAt(end) != '!') {
        literal.append('!');
        at += 2;
        return;
      }
      switch (format.substring(at + 2, end)) {
        case "FUNC" -> literal.append(message.function());
        case "LEVEL" -> literal.append(message.level());
        case "FLAGS", "KEYWORDS" -> literal.append(message.flags());
        case "FILE" -> literal.append(message.file());
        case "COMPNAME" -> literal.append(message.provider());
        case "SPACE" -> literal.append(' ');
        default -> literal.append(format, at, end + 1);
      }
      at = end + 1;
    }
  }
}
