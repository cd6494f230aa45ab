package org.crashtag.decode.manifest;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.manifest.EventDefinition.Field;
import org.crashtag.decode.manifest.EventDefinition.ValueNames;

/**
 * Reads the manifest of a provider, using the local names of elements.
 *
 * <pre>
 * instrumentationManifest | assembly
 *   instrumentation/events/provider        guid
 *     maps/valueMap | bitMap               name
 *       map                                value message
 *     templates/template                   tid
 *       data                               name inType outType map length count
 *       struct                             name count; data
 *     events/event                         value version template message
 *   localization/resources                 culture
 *     stringTable/string                   id value
 * </pre>
 *
 * <p>Document type declarations and custom entities are rejected. Source: Microsoft's documentation
 * of the EventManifest schema.
 */
public final class ManifestFile {
  private static final long MOST_BYTES = 1 << 26;
  private static final int MOST_ELEMENTS = 1_000_000;
  private static final int DEEPEST = 64;
  private static final int LONGEST_PATH = 100;
  private static final String ELSEWHERE = "?";

  /**
   * Maximum size of all fields and messages of a file: events share templates, and templates share
   * maps.
   */
  private static final long MOST_CHARACTERS = 1 << 27;

  /** The same limit for a provider, whose events are all loaded at once. */
  private static final long MOST_CHARACTERS_OF_A_PROVIDER = 1 << 24;

  private static final String PREFERRED_CULTURE = "en-US";

  /** Maximum; Windows itself allows up to 128 fields in an event. */
  private static final int MOST_FIELDS = 1024;

  private final Deque<String> path = new ArrayDeque<>();
  private final List<Provider> providers = new ArrayList<>();
  private final Map<String, Map<String, String>> cultures = new LinkedHashMap<>();
  private Map<String, String> strings = new HashMap<>();
  private Map<Long, String> mapTexts = new HashMap<>();
  private List<RawField> template = new ArrayList<>();
  private List<RawField> structure;
  private int elements;

  /** A provider whose parts refer to each other by name. */
  private static final class Provider {
    private final Guid guid;
    private final Map<String, List<RawField>> templates = new HashMap<>();
    private final Map<String, RawNames> maps = new HashMap<>();
    private final List<RawEvent> events = new ArrayList<>();

    Provider(Guid guid) {
      this.guid = guid;
    }
  }

  private record RawField(
      String name,
      String inType,
      String outType,
      String length,
      String count,
      String map,
      List<RawField> members) {}

  private record RawNames(boolean ofBits, Map<Long, String> messages) {}

  private record RawEvent(int id, int version, String template, String message) {}

  /** The key of an event. */
  private record Key(Guid provider, int id, int version) {}

  /**
   * The content of a manifest.
   *
   * @param events events, each key once
   * @param remark a message for the author; empty if there is none
   */
  public record Content(Collection<EventDefinition> events, String remark) {}

  private ManifestFile() {}

  /**
   * Reads all events.
   *
   * @throws MalformedException if it is not a manifest, or exceeds the limits
   */
  public static Content read(SeekableByteChannel channel) throws IOException {
    long size = channel.size();
    verify(
        size <= MOST_BYTES,
        Reason.LIMIT,
        0,
        size + " bytes; a manifest of more than " + MOST_BYTES + " is not read");
    ManifestFile file = new ManifestFile();
    try {
      file.read(factory().createXMLStreamReader(ManifestText.open(channel)));
    } catch (CharacterCodingException e) {
      throw invalidBytes();
    } catch (XMLStreamException e) {
      Throwable cause = e.getNestedException();
      if (cause instanceof CharacterCodingException) {
        throw invalidBytes();
      }
      if (cause instanceof IOException io) {
        throw io;
      }
      throw new MalformedException(Reason.CORRUPT, 0, message(e));
    }
    return file.content();
  }

  private static MalformedException invalidBytes() {
    return new MalformedException(
        Reason.CORRUPT, 0, "the file has bytes that are invalid in its encoding");
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }

  /** Messages of the parser have several lines. */
  private static String message(XMLStreamException fault) {
    String message = String.valueOf(fault.getMessage());
    int text = message.indexOf("Message: ");
    String place =
        fault.getLocation() == null ? "" : "line " + fault.getLocation().getLineNumber() + ": ";
    return place
        + (text < 0 ? message : message.substring(text + "Message: ".length()))
            .replaceAll("\\s+", " ");
  }

  private void read(XMLStreamReader xml) throws XMLStreamException {
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(xml);
        case XMLStreamConstants.END_ELEMENT -> end();
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw refused(xml, "custom entities are not supported");
        default -> {
          // Text is ignored here.
        }
      }
    }
  }

  private static MalformedException refused(XMLStreamReader xml, String what) {
    return new MalformedException(
        Reason.UNSUPPORTED, 0, "line " + xml.getLocation().getLineNumber() + ": " + what);
  }

  private static MalformedException fault(XMLStreamReader xml, String what) {
    return new MalformedException(
        Reason.CORRUPT, 0, "line " + xml.getLocation().getLineNumber() + ": " + what);
  }

  private void start(XMLStreamReader xml) {
    verify(
        ++elements <= MOST_ELEMENTS, Reason.LIMIT, 0, "more than " + MOST_ELEMENTS + " elements");
    verify(path.size() < DEEPEST, Reason.LIMIT, 0, "elements nested over " + DEEPEST + " deep");
    String name = xml.getLocalName();
    if (path.isEmpty()) {
      if (!name.equals("instrumentationManifest") && !name.equals("assembly")) {
        throw fault(xml, "the root element is " + name + ", not instrumentationManifest");
      }
      path.addLast("");
      return;
    }
    path.addLast(below(path.getLast(), name));
    element(path.getLast(), xml);
  }

  /** Avoids building long names, and paths that no element of interest has. */
  private static String below(String parent, String name) {
    return parent.equals(ELSEWHERE) || parent.length() + name.length() > LONGEST_PATH
        ? ELSEWHERE
        : parent + "/" + name;
  }

  private void element(String where, XMLStreamReader xml) {
    switch (where) {
      case "/instrumentation/events/provider" -> provider(xml);
      case "/instrumentation/events/provider/maps/valueMap" -> map(xml, false);
      case "/instrumentation/events/provider/maps/bitMap" -> map(xml, true);
      case "/instrumentation/events/provider/maps/valueMap/map",
          "/instrumentation/events/provider/maps/bitMap/map" ->
          mapTexts.put(number(xml, "value", -1, 0xFFFFFFFFL), attribute(xml, "message"));
      case "/instrumentation/events/provider/templates/template" -> {
        template = new ArrayList<>();
        provider().templates.put(attribute(xml, "tid"), template);
      }
      case "/instrumentation/events/provider/templates/template/data" -> add(xml, template);
      case "/instrumentation/events/provider/templates/template/struct" -> {
        structure = new ArrayList<>();
        String count = attribute(xml, "count");
        template.add(new RawField(attribute(xml, "name"), "", "", "", count, "", structure));
      }
      case "/instrumentation/events/provider/templates/template/struct/data" -> add(xml, structure);
      case "/instrumentation/events/provider/events/event" ->
          provider()
              .events
              .add(
                  new RawEvent(
                      (int) number(xml, "value", -1, 0xFFFF),
                      (int) number(xml, "version", 0, 0xFF),
                      attribute(xml, "template"),
                      attribute(xml, "message")));
      case "/localization/resources" ->
          strings = cultures.computeIfAbsent(attribute(xml, "culture"), name -> new HashMap<>());
      case "/localization/resources/stringTable/string" ->
          strings.putIfAbsent(attribute(xml, "id"), raw(xml, "value"));
      default -> {
        // Levels, tasks, channels and elements of other versions of the schema are ignored.
      }
    }
  }

  private void end() {
    path.removeLast();
  }

  private Provider provider() {
    return providers.get(providers.size() - 1);
  }

  private void provider(XMLStreamReader xml) {
    String text = attribute(xml, "guid");
    Guid guid =
        Guid.parse(text).orElseThrow(() -> fault(xml, "\"" + text + "\" is not a provider's GUID"));
    providers.add(new Provider(guid));
  }

  private void map(XMLStreamReader xml, boolean ofBits) {
    mapTexts = new HashMap<>();
    provider().maps.put(attribute(xml, "name"), new RawNames(ofBits, mapTexts));
  }

  private static void add(XMLStreamReader xml, List<RawField> fields) {
    verify(
        fields.size() < MOST_FIELDS,
        Reason.LIMIT,
        0,
        "over " + MOST_FIELDS + " fields of an event");
    fields.add(
        new RawField(
            attribute(xml, "name"),
            attribute(xml, "inType"),
            attribute(xml, "outType"),
            attribute(xml, "length"),
            attribute(xml, "count"),
            attribute(xml, "map"),
            List.of()));
  }

  /** An attribute in any namespace; empty if the element does not have it. */
  private static String attribute(XMLStreamReader xml, String name) {
    return raw(xml, name).strip();
  }

  private static String raw(XMLStreamReader xml, String name) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals(name)) {
        return xml.getAttributeValue(i);
      }
    }
    return "";
  }

  /**
   * A number, decimal or hexadecimal with the prefix {@code 0x}.
   *
   * @param normal value if the attribute is missing; -1 if it is required
   */
  private static long number(XMLStreamReader xml, String name, long normal, long highest) {
    String text = attribute(xml, name);
    if (text.isEmpty() && normal >= 0) {
      return normal;
    }
    long value = -1;
    if (text.matches("0[xX][0-9a-fA-F]{1,8}")) {
      value = Long.parseLong(text.substring(2), 16);
    } else if (text.matches("[0-9]{1,10}")) {
      value = Long.parseLong(text);
    }
    if (value < 0 || value > highest) {
      throw fault(xml, name + " is \"" + text + "\", not a number from 0 to " + highest);
    }
    return value;
  }

  private Content content() {
    Map<Key, EventDefinition> events = new LinkedHashMap<>();
    Map<String, String> chosen = strings();
    int doubled = 0;
    String first = "";
    long characters = 0;
    for (Provider provider : providers) {
      Templates templates = new Templates(provider, chosen);
      long before = characters;
      for (RawEvent event : provider.events) {
        Template known = templates.of(event.template);
        String message = text(event.message, chosen).orElse(null);
        characters += known.characters + (message == null ? 0 : message.length());
        verify(
            characters <= MOST_CHARACTERS && characters - before <= MOST_CHARACTERS_OF_A_PROVIDER,
            Reason.LIMIT,
            0,
            "the events together exceed the limit on characters");
        EventDefinition definition =
            new EventDefinition(provider.guid, event.id, event.version, known.fields, message);
        Key key = new Key(provider.guid, event.id, event.version);
        if (events.put(key, definition) != null) {
          first = doubled++ == 0 ? "event " + event.id + ", version " + event.version : first;
        }
      }
    }
    String remark =
        doubled == 0
            ? ""
            : doubled + " events are defined twice, " + first + " first; the last is used";
    return new Content(events.values(), remark);
  }

  private Map<String, String> strings() {
    Map<String, String> preferred = cultures.get(PREFERRED_CULTURE);
    if (preferred != null || cultures.isEmpty()) {
      return preferred == null ? Map.of() : preferred;
    }
    return cultures.values().iterator().next();
  }

  /** Resolves {@code $(string.ID)}. */
  private static Optional<String> text(String message, Map<String, String> strings) {
    if (message.startsWith("$(string.") && message.endsWith(")")) {
      return Optional.ofNullable(
          strings.get(message.substring("$(string.".length(), message.length() - 1)));
    }
    return message.isEmpty() ? Optional.empty() : Optional.of(message);
  }

  /**
   * A template whose names are resolved.
   *
   * @param characters approximate size in characters
   */
  private record Template(List<Field> fields, long characters) {}

  /** The templates of a provider, each resolved once. */
  private static final class Templates {
    private static final Template NONE = new Template(List.of(), 0);
    private static final int CHARACTERS_OF_A_FIELD = 32;

    private final Provider provider;
    private final Map<String, String> strings;
    private final Map<String, Template> resolved = new HashMap<>();
    private final Map<String, ValueNames> names = new HashMap<>();
    private long characters;

    Templates(Provider provider, Map<String, String> strings) {
      this.provider = provider;
      this.strings = strings;
    }

    Template of(String tid) {
      return tid.isEmpty() ? NONE : resolved.computeIfAbsent(tid, this::resolve);
    }

    private Template resolve(String tid) {
      // An event without its template gets a field of unknown type, so that no payload matches.
      RawField unknown = new RawField("", "template " + tid, "", "", "", "", List.of());
      characters = 0;
      List<Field> fields = fields(provider.templates.getOrDefault(tid, List.of(unknown)));
      return new Template(fields, characters);
    }

    private List<Field> fields(List<RawField> raw) {
      List<Field> fields = new ArrayList<>();
      for (RawField field : raw) {
        ValueNames ofField = names(field.map);
        characters += CHARACTERS_OF_A_FIELD + field.name.length();
        if (ofField != null) {
          ofField.texts().values().forEach(text -> characters += text.length() + 8);
        }
        fields.add(
            new Field(
                field.name,
                field.inType,
                field.outType,
                field.length,
                field.count,
                ofField,
                fields(field.members)));
      }
      return fields;
    }

    /** The map; null if there is no such map. */
    private ValueNames names(String map) {
      RawNames raw = provider.maps.get(map);
      return raw == null ? null : names.computeIfAbsent(map, name -> resolved(raw));
    }

    private ValueNames resolved(RawNames raw) {
      Map<Long, String> texts = new HashMap<>();
      raw.messages.forEach(
          (value, message) -> text(message, strings).ifPresent(text -> texts.put(value, text)));
      return new ValueNames(raw.ofBits, texts);
    }
  }
}
