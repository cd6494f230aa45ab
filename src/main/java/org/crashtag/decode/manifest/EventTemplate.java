package org.crashtag.decode.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.crashtag.decode.JsonText;
import org.crashtag.decode.PrivateText;
import org.crashtag.decode.manifest.EventDefinition.Field;
import org.crashtag.decode.manifest.EventDefinition.ValueNames;

/**
 * An event prepared for decoding: its fields with their types, and its message in parts.
 *
 * @param elements in order
 * @param message null if it has none
 */
record EventTemplate(List<Element> elements, EventMessage message) {
  /** An element of a payload. */
  sealed interface Element {
    /** The name as a JSON key, with the colon. */
    String key();

    /** The number of values; null if it is not an array. */
    Size count();
  }

  /**
   * A value, or an array of values.
   *
   * @param length length of a text or of bytes; null if it is stored in the bytes
   * @param place slot in which its number is kept for sizes that refer to it
   * @param isPrivate whether its values are private as a whole
   */
  record Value(
      String key,
      InType type,
      OutType format,
      Size length,
      Size count,
      ValueNames names,
      int place,
      boolean isPrivate)
      implements Element {}

  /** A structure, or an array of structures. */
  record Structure(String key, Size count, List<Element> members) implements Element {}

  /**
   * A length or a count.
   *
   * @param place slot of the field that contains it; -1 if it is fixed
   */
  record Size(int place, long fixed) {}

  /** Prepares an event; empty if one of its types is unknown, so that no payload can match. */
  static Optional<EventTemplate> of(EventDefinition event) {
    Compiler compiler = new Compiler();
    List<Element> elements = compiler.elements(event.fields(), new ArrayList<>());
    return compiler.failed
        ? Optional.empty()
        : Optional.of(
            new EventTemplate(
                elements, event.message() == null ? null : EventMessage.parse(event.message())));
  }

  /** Number of slots for numbers that sizes refer to. */
  int places() {
    return places(elements, 0);
  }

  private static int places(List<Element> elements, int from) {
    int places = from;
    for (Element element : elements) {
      places =
          element instanceof Structure structure
              ? places(structure.members, places)
              : Math.max(places, ((Value) element).place + 1);
    }
    return places;
  }

  private static final class Compiler {
    private int places;
    private boolean failed;

    /** A field that sizes of later fields can refer to. */
    private record Named(String name, int place) {}

    /**
     * @param earlier integer fields before these; a structure has its own
     */
    List<Element> elements(List<Field> fields, List<Named> earlier) {
      List<Element> elements = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (Field field : fields) {
        names.add(field.name());
        int times = (int) names.stream().filter(field.name()::equals).count();
        // JSON readers keep only one value for a key.
        String name = times == 1 ? field.name() : field.name() + '#' + times;
        String key = new JsonText().string(name).raw(':').toString();
        elements.add(
            field.isStructure() ? structure(key, field, earlier) : value(key, field, earlier));
      }
      return List.copyOf(elements);
    }

    private Element structure(String key, Field field, List<Named> earlier) {
      Size count = size(field.count(), earlier);
      return new Structure(key, count, elements(field.members(), new ArrayList<>(earlier)));
    }

    private Element value(String key, Field field, List<Named> earlier) {
      InType type = InType.of(field.inType()).orElse(InType.BINARY);
      failed |= InType.of(field.inType()).isEmpty();
      OutType format = OutType.of(field.outType());
      Size length = size(field.length(), earlier);
      failed |= type == InType.BINARY && length == null;
      Size count = size(field.count(), earlier);
      int place = places++;
      if (type.isInteger() && count == null) {
        earlier.add(new Named(field.name(), place));
      }
      boolean isPrivate =
          format.isNetworkAddress()
              || type == InType.SID
              || (PrivateText.isPrivateName(field.name()) && (!type.isNumber() || count != null));
      return new Value(
          key,
          type,
          format,
          type.hasLength() ? length : null,
          count,
          type.isInteger() ? field.names() : null,
          place,
          isPrivate);
    }

    /** A number, or the last earlier field of that name; null for empty text. */
    private Size size(String text, List<Named> earlier) {
      if (text.isEmpty()) {
        return null;
      }
      if (text.matches("[0-9]{1,9}")) {
        return new Size(-1, Long.parseLong(text));
      }
      for (int i = earlier.size() - 1; i >= 0; i--) {
        if (earlier.get(i).name.equals(text)) {
          return new Size(earlier.get(i).place, 0);
        }
      }
      failed = true;
      return null;
    }
  }
}
