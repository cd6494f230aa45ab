package org.crashtag.decode.declared;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.WalkOptions;
import org.crashtag.decode.declared.Declaration.As;
import org.crashtag.decode.declared.Declaration.ColumnChoice;
import org.crashtag.decode.declared.Declaration.Include;
import org.crashtag.decode.declared.Declaration.Index;
import org.crashtag.decode.declared.Declaration.Kind;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.decode.declared.Declaration.Shape;
import org.crashtag.decode.declared.Declaration.Version;
import org.crashtag.decode.declared.Declaration.Xor;
import org.crashtag.layout.TypeSource;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.Walked;

/** Builds a declaration like one in a pipeline file. */
final class Declared {
  static final Guid TAG = Guid.constant("3f2504e0-4f89-41d3-9a0c-0305e82c3301");

  private static final Decoders BUILT_IN = Decoders.load();

  private final String record;
  private final List<ColumnChoice> columns = new ArrayList<>();
  private final Map<String, String> fields = new TreeMap<>();
  private Kind kind = Kind.ARRAY;
  private Index index;
  private Version version;
  private Xor xor = Xor.NONE;
  private boolean rot13;
  private final List<Include> include = new ArrayList<>();
  private String table = "acme_events";

  private Declared(String record) {
    this.record = record;
  }

  static Declared of(String record) {
    return new Declared(record);
  }

  Declared single() {
    kind = Kind.SINGLE;
    return this;
  }

  Declared ring(Index by) {
    kind = Kind.RING;
    index = by;
    return this;
  }

  Declared table(String name) {
    table = name;
    return this;
  }

  /** One of the shape's own fields: after, next, capacity, written, order, valid. */
  Declared with(String field, String name) {
    fields.put(field, name);
    return this;
  }

  Declared version(String field, Map<Long, String> layouts) {
    TreeMap<Long, Name> named = new TreeMap<>();
    layouts.forEach((value, name) -> named.put(value, name(name, "p.yaml:9:" + value)));
    version = new Version(name(field, "p.yaml:8:1"), named);
    return this;
  }

  Declared guidText() {
    xor = Xor.GUID_TEXT;
    return this;
  }

  Declared xor(int key) {
    xor = new Xor(false, key);
    return this;
  }

  Declared rot13() {
    rot13 = true;
    return this;
  }

  /** A member of the head that becomes a column. */
  Declared include(String member, String column) {
    include.add(new Include(name(member, "p.yaml:30:7"), name(column, "p.yaml:30:20")));
    return this;
  }

  /** A condition of a member, which keeps the column of its type. */
  Declared when(String member, String condition) {
    return column(member, null, null, null, condition);
  }

  Declared column(String member, As as) {
    return column(member, as, null, null);
  }

  Declared flags(String member, String of) {
    return column(member, As.FLAGS, of, null);
  }

  Declared counter(String member, String frequency) {
    return column(member, As.QPC, null, frequency);
  }

  private Declared column(String member, As as, String of, String frequency) {
    return column(member, as, of, frequency, null);
  }

  private Declared column(String member, As as, String of, String frequency, String condition) {
    String place = "p.yaml:2" + columns.size() + ":7";
    columns.add(
        new ColumnChoice(
            name(member, place),
            Optional.ofNullable(as),
            Optional.ofNullable(of).map(text -> name(text, place)),
            Optional.ofNullable(frequency).map(text -> name(text, place)),
            Optional.ofNullable(condition)
                .map(text -> Condition.parse(name(text, place)).orElseThrow())));
    return this;
  }

  private static Name name(String text, String place) {
    return new Name(text, place);
  }

  private Optional<Name> field(String field) {
    return Optional.ofNullable(fields.get(field)).map(text -> name(text, "p.yaml:7:" + field));
  }

  Declaration declaration() {
    return new Declaration(
        "p.yaml:2:5",
        TAG,
        name(table, "p.yaml:3:5"),
        name("acme.h", "p.yaml:4:5"),
        Declaration.SourceKind.HEADER,
        Map.of(),
        List.of(),
        name(record, "p.yaml:5:5"),
        new Shape(
            kind,
            field("after"),
            field("next"),
            Optional.ofNullable(index),
            field("capacity"),
            field("written"),
            field("order"),
            field("valid")),
        Optional.ofNullable(version),
        xor,
        rot13,
        columns,
        include);
  }

  RecordDecoder decoder(TypeSource source) {
    try {
      return LayoutCompiler.compile(declaration(), source);
    } catch (DeclarationException e) {
      throw new AssertionError(e.place() + ": " + e.getMessage(), e);
    }
  }

  /** Decodes one blob of an x64 dump. */
  Walked walk(TypeSource source, byte[] blob) throws IOException {
    return walk(decoder(source), DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE), blob);
  }

  static Walked walk(DeclaredDecoder decoder, DumpBuilder dump, byte[] blob) throws IOException {
    DumpWalker walker = new DumpWalker(BUILT_IN.withFirst(List.of(decoder)), WalkOptions.all());
    return Walked.through(
        ArrayContent.of(DumpBytes.of(dump.blob(SampleBlob.of(TAG, blob)))), walker);
  }
}
