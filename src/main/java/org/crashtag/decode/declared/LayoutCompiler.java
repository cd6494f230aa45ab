package org.crashtag.decode.declared;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.declared.ColumnPlan.Planned;
import org.crashtag.decode.declared.Declaration.ColumnChoice;
import org.crashtag.decode.declared.Declaration.Kind;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.decode.declared.Declaration.Shape;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.CType;
import org.crashtag.layout.NumberField;
import org.crashtag.layout.ResolvedField;
import org.crashtag.layout.TypeSource;
import org.crashtag.layout.UnknownTypeException;

/**
 * Compiles a declaration into a decoder. The table has the columns of all architectures and
 * versions. A column that the layout of a dump lacks is NULL.
 */
public final class LayoutCompiler {
  private static final Column TORN =
      new Column(
          "torn",
          ColumnType.BOOLEAN,
          "Its place was claimed, but the record wasn't finished when the machine crashed.");

  private static final String BEFORE_CRASH = "seconds_before_crash";

  private final Declaration declaration;
  private final TypeSource source;
  private final Map<String, Merged> columns = new LinkedHashMap<>();
  private final Set<String> met = new HashSet<>();

  /** A column of the table, and the layout that it comes from. */
  private record Merged(Planned planned, String from) {}

  /** The structures of one architecture. */
  private record Types(
      Architecture architecture,
      CType.Structure record,
      Optional<CType.Structure> head,
      TreeMap<Long, CType.Structure> versions) {}

  private LayoutCompiler(Declaration declaration, TypeSource source) {
    this.declaration = declaration;
    this.source = source;
  }

  /**
   * Compiles the declaration.
   *
   * @throws DeclarationException if no table can be made from the declaration
   */
  public static RecordDecoder compile(Declaration declaration, TypeSource source)
      throws DeclarationException {
    return new LayoutCompiler(declaration, source).compile();
  }

  private RecordDecoder compile() throws DeclarationException {
    TableDeclaration.checkTableName(declaration.table());
    List<Types> types = types();
    Map<Architecture, List<Plan>> plans = new EnumMap<>(Architecture.class);
    for (Types each : types) {
      plans.put(each.architecture, plans(each));
    }
    for (ColumnChoice choice : declaration.columns()) {
      if (!met.contains(choice.member().text())) {
        CType.Structure record = types.get(0).record;
        throw new DeclarationException(
            choice.member().place(),
            record.name()
                + " has no member "
                + choice.member().text()
                + ResolvedField.hint(record, choice.member().text()));
      }
    }
    TableSchema table = table();
    Map<String, Integer> places = new LinkedHashMap<>();
    columns.keySet().forEach(name -> places.put(name, places.size()));
    companions().values().forEach(column -> places.put(column.name(), places.size()));
    Map<Architecture, BlobLayout> layouts = new EnumMap<>(Architecture.class);
    for (Types each : types) {
      layouts.put(each.architecture, layout(each, plans.get(each.architecture), places));
    }
    Shape shape = declaration.shape();
    return new RecordDecoder(
        declaration.tag(),
        table,
        declaration.record().text() + " of " + declaration.source().text(),
        version(table, layouts),
        shape.kind(),
        shape.index().orElse(null),
        declaration.xor(),
        layouts);
  }

  /** The types of each architecture for which the source defines them; not empty. */
  private List<Types> types() throws DeclarationException {
    List<Types> types = new ArrayList<>();
    UnknownTypeException fault = null;
    for (Architecture architecture :
        List.of(Architecture.X64, Architecture.ARM64, Architecture.X86)) {
      try {
        types.add(types(architecture));
      } catch (UnknownTypeException e) {
        fault = fault == null ? e : fault;
      }
    }
    if (types.isEmpty()) {
      throw new DeclarationException(declaration.record().place(), fault.getMessage());
    }
    return types;
  }

  private Types types(Architecture architecture) throws UnknownTypeException {
    CType.Structure record = source.structure(declaration.record().text(), architecture);
    Optional<CType.Structure> head = Optional.empty();
    if (declaration.shape().after().isPresent()) {
      head = Optional.of(source.structure(declaration.shape().after().get().text(), architecture));
    }
    TreeMap<Long, CType.Structure> versions = new TreeMap<>();
    if (declaration.version().isPresent()) {
      for (Map.Entry<Long, Name> layout : declaration.version().get().layouts().entrySet()) {
        versions.put(layout.getKey(), source.structure(layout.getValue().text(), architecture));
      }
    }
    return new Types(architecture, record, head, versions);
  }

  /** The structure and the columns of a layout. */
  private record Plan(CType.Structure type, List<Planned> columns) {}

  /** The plan of the record, then of each version in ascending order. */
  private List<Plan> plans(Types types) throws DeclarationException {
    List<CType.Structure> all = new ArrayList<>(List.of(types.record));
    all.addAll(types.versions.values());
    List<Plan> plans = new ArrayList<>();
    for (CType.Structure type : all) {
      if (type.size() <= 0) {
        throw new DeclarationException(declaration.record().place(), type.name() + " has no bytes");
      }
      List<Planned> planned =
          ColumnPlan.of(declaration, type, types.head, of -> flags(of, types.architecture), met);
      for (Planned column : planned) {
        merge(column, type.name() + " (" + types.architecture.label() + ")");
      }
      plans.add(new Plan(type, planned));
    }
    return plans;
  }

  private void merge(Planned planned, String from) throws DeclarationException {
    checkKey(planned, from);
    String name = planned.column().name();
    Merged before = columns.putIfAbsent(name, new Merged(planned, from));
    if (before == null || before.planned.column().typeName().equals(planned.column().typeName())) {
      return;
    }
    Planned one = before.planned;
    boolean bothUnsigned = one.isUnsigned() && planned.isUnsigned();
    if (!bothUnsigned || one.column().isList() != planned.column().isList()) {
      throw new DeclarationException(
          declaration.record().place(),
          "the column "
              + name
              + " is "
              + one.column().typeName()
              + " in "
              + before.from
              + " and "
              + planned.column().typeName()
              + " in "
              + from);
    }
    if (planned.column().type() == ColumnType.UNSIGNED64) {
      columns.put(name, new Merged(planned, from));
    }
  }

  private void checkKey(Planned planned, String from) throws DeclarationException {
    String name = planned.column().name();
    List<Column> taken =
        new ArrayList<>(List.of(TableSchema.DUMP_ID, TableSchema.ORDINAL, TableSchema.ENTRY));
    taken.add(new Column("run", ColumnType.TEXT, "The run that wrote the row."));
    if (declaration.shape().kind() == Kind.RING) {
      taken.add(TORN);
    }
    for (Column column : taken) {
      if (column.name().equals(name)) {
        throw new DeclarationException(
            declaration.record().place(),
            planned.member()
                + " of "
                + from
                + " would be the column "
                + name
                + ", which every such table has: "
                + column.sentence()
                + " Skip it");
      }
    }
  }

  private Map<Long, String> flags(Name of, Architecture architecture) throws DeclarationException {
    try {
      return source.constants(of.text(), architecture);
    } catch (UnknownTypeException e) {
      throw new DeclarationException(of.place(), e.getMessage());
    }
  }

  private TableSchema table() throws DeclarationException {
    List<Column> all = new ArrayList<>();
    columns.values().forEach(merged -> all.add(merged.planned.column()));
    if (all.isEmpty()) {
      throw new DeclarationException(
          declaration.record().place(), declaration.record().text() + " leaves no column");
    }
    all.addAll(companions().values());
    if (declaration.shape().kind() == Kind.RING) {
      all.add(TORN);
    }
    return TableSchema.ofRecords(
            declaration.table().text(),
            "A record "
                + declaration.record().text()
                + " of "
                + declaration.source().text()
                + ", in blobs of "
                + declaration.tag().braced()
                + ".",
            all.toArray(Column[]::new))
        .asDeclared();
  }

  /**
   * The additional columns with the seconds before the crash, by the name of the column with the
   * time. If a member has the same name, there is no additional column.
   */
  private Map<String, Column> companions() {
    Map<String, Column> companions = new LinkedHashMap<>();
    boolean isFirst = true;
    for (Merged merged : columns.values()) {
      Column time = merged.planned.column();
      if (time.type() == ColumnType.TIMESTAMP) {
        String name = isFirst ? BEFORE_CRASH : time.name() + "_" + BEFORE_CRASH;
        isFirst = false;
        Column column =
            new Column(
                name,
                ColumnType.DOUBLE,
                "Seconds from " + time.name() + " to the crash; negative if it is later.");
        if (!columns.containsKey(name)) {
          companions.put(time.name(), time.isList() ? column.asList() : column);
        }
      }
    }
    return companions;
  }

  private BlobLayout layout(Types types, List<Plan> plans, Map<String, Integer> places)
      throws DeclarationException {
    List<RecordLayout> records = new ArrayList<>();
    for (Plan plan : plans) {
      records.add(record(plan, places));
    }
    TreeMap<Long, RecordLayout> versions = new TreeMap<>();
    for (Long version : types.versions.keySet()) {
      versions.put(version, records.get(1 + versions.size()));
    }
    Fields fields = new Fields(declaration, types.head, plans.stream().map(Plan::type).toList());
    NumberField version = fields.version();
    boolean versionInRecord = version != null && !fields.isVersionInHead();
    checkVersionsFit(versionInRecord, records);
    Shape shape = declaration.shape();
    return new BlobLayout(
        types.head.map(CType::name).orElse(""),
        fields.firstRecord(),
        fields.bound(),
        fields.inHead(shape.next()),
        fields.inHead(shape.capacity()),
        fields.inHead(shape.written()),
        version,
        versionInRecord,
        records.get(0),
        versions);
  }

  /** Checks that all versions fit the slots of a ring, which have the same size. */
  private void checkVersionsFit(boolean versionInRecord, List<RecordLayout> records)
      throws DeclarationException {
    RecordLayout slot = records.get(0);
    for (RecordLayout record : records) {
      if (versionInRecord
          && declaration.shape().kind() == Kind.RING
          && record.size() > slot.size()) {
        throw new DeclarationException(
            declaration.record().place(),
            record.type()
                + " has "
                + record.size()
                + " bytes, more than a slot of the ring: "
                + slot.type()
                + " has "
                + slot.size());
      }
    }
  }

  private RecordLayout record(Plan plan, Map<String, Integer> places) throws DeclarationException {
    List<RecordLayout.ColumnReader> members = new ArrayList<>();
    Map<String, Column> companions = companions();
    for (Planned column : plan.columns) {
      String name = column.column().name();
      members.add(new RecordLayout.ColumnReader(places.get(name), column.reader()));
      if (companions.containsKey(name)) {
        members.add(
            new RecordLayout.ColumnReader(
                places.get(companions.get(name).name()),
                new ValueReader.BeforeCrash(column.reader())));
      }
    }
    return new RecordLayout(
        plan.type.name(),
        (int) plan.type.size(),
        needed(plan),
        members,
        Fields.number(plan.type, declaration.shape().order()),
        Fields.number(plan.type, declaration.shape().valid()));
  }

  /** The size of a record or, if members are skipped, of the part that its columns need. */
  private int needed(Plan plan) {
    boolean isAllShown =
        declaration.columns().stream()
            .noneMatch(choice -> choice.as().equals(Optional.of(Declaration.As.SKIP)));
    long size = plan.type.size();
    long end = plan.columns.stream().mapToLong(Planned::end).max().orElse(0);
    return (int) (isAllShown ? size : Math.min(size, end));
  }

  /** A checksum of everything that affects the rows; the same on every machine. */
  private int version(TableSchema table, Map<Architecture, BlobLayout> layouts) {
    StringBuilder text = new StringBuilder();
    table.columns().forEach(column -> text.append(column.name()).append(column.typeName()));
    text.append(declaration.tag()).append(declaration.shape().kind());
    text.append(declaration.shape().index()).append(declaration.xor()).append(layouts);
    CRC32 checksum = new CRC32();
    checksum.update(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return (int) (checksum.getValue() & Integer.MAX_VALUE);
  }
}
