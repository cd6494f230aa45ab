package org.crashtag.decode.messages;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Sha256;
import org.crashtag.decode.manifest.EventBlock;
import org.crashtag.decode.manifest.EventDefinition;
import org.crashtag.decode.manifest.EventTexts;
import org.crashtag.decode.messages.CatalogDirectory.Hash;
import org.crashtag.decode.messages.CatalogDirectory.Source;
import org.crashtag.decode.messages.CatalogDirectory.Use;
import org.crashtag.decode.messages.SourceFiles.Kind;
import org.crashtag.decode.messages.SourceFiles.SourceFile;
import org.crashtag.layout.pdb.PdbOpener;
import org.crashtag.layout.pdb.PdbSymbols;
import org.crashtag.storage.Storage;

/**
 * Builds a catalog of the texts in .tmf files, PDBs and manifests. A source is not read again if an
 * earlier catalog in the same folder has it with the same length and time.
 */
public final class CatalogBuilder {
  private static final int FINGERPRINT_DIGITS = 16;

  /** The maximum time from the end of building a catalog to its use. */
  private static final Duration RECENT = Duration.ofHours(1);

  /** The time of a source that could not be read, so that it is tried again. */
  private static final long UNREAD = Long.MIN_VALUE;

  private final Storage storage;
  private final PdbOpener pdbs;
  private final String folder;
  private final BiConsumer<String, String> warnings;

  /**
   * @param storage of all files
   * @param pdbs opens those that are PDBs
   * @param folder folder of the catalogs, managed by this class
   * @param warnings receives the path of a source and why it, or a part of it, is not used
   */
  public CatalogBuilder(
      Storage storage, PdbOpener pdbs, String folder, BiConsumer<String, String> warnings) {
    this.storage = storage;
    this.pdbs = pdbs;
    this.folder = folder;
    this.warnings = warnings;
  }

  /**
   * Builds the catalog unless it already exists.
   *
   * @param messages paths of .tmf files, PDBs, and folders of such, the most trusted first
   * @param manifests paths of .man files, and folders of such
   * @throws NoSourceException if a path does not exist or has no source
   */
  public TextCatalog build(List<String> messages, List<String> manifests)
      throws IOException, NoSourceException {
    List<SourceFile> files = find(messages, manifests);
    if (files.isEmpty()) {
      return TextCatalog.NONE;
    }
    String listing = listing(files);
    List<CatalogFile> earlier = earlier();
    CatalogFile catalog = null;
    for (CatalogFile file : earlier) {
      if (file.directory().listing().equals(listing)) {
        catalog = file;
      }
    }
    if (catalog == null) {
      catalog = write(files, listing, earlier);
    }
    CatalogDirectory directory = catalog.directory();
    directory.sources().forEach(this::warn);
    warnOfRedefined(catalog);
    return new TextCatalog(catalog.path(), directory.messages(), directory.manifests());
  }

  /**
   * Checks that the sources exist, without reading them.
   *
   * @throws NoSourceException if a path does not exist or has no source
   */
  public void check(List<String> messages, List<String> manifests)
      throws IOException, NoSourceException {
    find(messages, manifests);
  }

  private List<SourceFile> find(List<String> messages, List<String> manifests)
      throws IOException, NoSourceException {
    SourceFiles finder = new SourceFiles(storage);
    List<SourceFile> files = new ArrayList<>(finder.find(messages, List.of(Kind.TMF, Kind.PDB)));
    files.addAll(finder.find(manifests, List.of(Kind.MANIFEST)));
    return files;
  }

  /** The folder for catalogs in an output folder. */
  public static String folder(String output) {
    return output + "/_messages";
  }

  /**
   * Removes the catalogs in the folder except one, if it exists. Must not be called while another
   * run uses them. A run builds its catalog before it locks the output folder, so recent catalogs
   * stay: they may belong to a run that is waiting for the lock, or be incomplete.
   *
   * @param now the current time
   */
  public static void keepOnly(Storage storage, String folder, TextCatalog catalog, Instant now)
      throws IOException {
    long recent = now.minus(RECENT).getEpochSecond() * 1_000_000;
    for (Storage.Entry entry :
        catalog.isEmpty() ? List.<Storage.Entry>of() : storage.list(folder)) {
      if (!entry.path().equals(catalog.path()) && entry.modifiedMicros() < recent) {
        storage.delete(entry.path());
      }
    }
  }

  private void warn(Source source) {
    if (!source.fault().isEmpty()) {
      warnings.accept(source.path(), source.fault());
    }
    source.remarks().forEach(remark -> warnings.accept(source.path(), remark));
  }

  /** Warns about manifests that define events of an earlier manifest. */
  private void warnOfRedefined(CatalogFile catalog) throws IOException {
    Map<Guid, Map<EventTexts.Key, EventDefinition>> defined = new HashMap<>();
    Map<Guid, int[]> blocks = catalog.blocks(true);
    for (Source source : catalog.directory().sources()) {
      for (Use use : source.kind() == Kind.MANIFEST ? source.uses() : List.<Use>of()) {
        if (blocks.get(use.guid()).length > 1) {
          warnOfRedefined(
              source,
              defined.computeIfAbsent(use.guid(), provider -> new HashMap<>()),
              EventBlock.read(use.guid(), catalog.block(use.block())));
        }
      }
    }
  }

  private void warnOfRedefined(
      Source source, Map<EventTexts.Key, EventDefinition> before, List<EventDefinition> events) {
    int redefined = 0;
    for (EventDefinition event : events) {
      EventTexts.Key key = new EventTexts.Key(event.id(), event.version());
      EventDefinition other = before.put(key, event);
      redefined += other == null || other.equals(event) ? 0 : 1;
    }
    if (redefined > 0) {
      warnings.accept(
          source.path(),
          redefined + " events were defined by an earlier manifest; these definitions are used");
    }
  }

  private static String listing(List<SourceFile> files) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (DataOutputStream out = digesting(digest)) {
      for (SourceFile file : files) {
        Texts.write(out, file.kind().name());
        Texts.write(out, file.entry().path());
        out.writeLong(file.entry().length());
        out.writeLong(file.entry().modifiedMicros());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static DataOutputStream digesting(MessageDigest digest) {
    return new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
  }

  /** A truncated or damaged catalog, or one of another version, is ignored. */
  private List<CatalogFile> earlier() throws IOException {
    List<CatalogFile> files = new ArrayList<>();
    for (Storage.Entry entry : storage.list(folder)) {
      Optional<CatalogFile> file = usable(entry.path());
      file.ifPresent(files::add);
    }
    return files;
  }

  private Optional<CatalogFile> usable(String path) {
    try {
      return Optional.of(CatalogFile.open(storage, path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private CatalogFile write(List<SourceFile> files, String listing, List<CatalogFile> earlier)
      throws IOException {
    String path = folder + "/" + listing.substring(0, FINGERPRINT_DIGITS) + "-" + UUID.randomUUID();
    try (OutputStream out = storage.create(path)) {
      CatalogWriter writer = new CatalogWriter(out);
      Map<String, Known> known = known(earlier);
      List<Source> sources = new ArrayList<>();
      for (SourceFile file : files) {
        Known before = known.get(file.entry().path());
        Optional<Source> copied =
            before != null && before.source.is(file) ? copy(before, writer) : Optional.empty();
        sources.add(copied.isPresent() ? copied.get() : read(file, writer));
      }
      Enumerations enumerations = search(sources);
      boolean all = sources.stream().noneMatch(source -> source.modifiedMicros() == UNREAD);
      writer.finish(
          new CatalogDirectory(
              all ? listing : "",
              fingerprint(sources, false, enumerations, writer),
              fingerprint(sources, true, Enumerations.NONE, writer),
              List.copyOf(sources),
              enumerations,
              writer.blocks()));
    }
    return CatalogFile.open(storage, path);
  }

  /** A source in an earlier catalog. */
  private record Known(CatalogFile catalog, Source source) {}

  private static Map<String, Known> known(List<CatalogFile> earlier) {
    Map<String, Known> known = new HashMap<>();
    for (CatalogFile catalog : earlier) {
      for (Source source : catalog.directory().sources()) {
        known.put(source.path(), new Known(catalog, source));
      }
    }
    return known;
  }

  /** Copies a source from an earlier catalog; empty if another run has removed the catalog. */
  private Optional<Source> copy(Known known, CatalogWriter writer) throws IOException {
    Source source = known.source;
    List<Use> uses = new ArrayList<>();
    try {
      for (Use use : source.uses()) {
        uses.add(new Use(use.guid(), writer.copy(known.catalog, use.block())));
      }
    } catch (IOException e) {
      if (storage.find(known.catalog.path()).isEmpty()) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(source.withUses(uses));
  }

  private Source read(SourceFile file, CatalogWriter writer) throws IOException {
    List<Use> uses = new ArrayList<>();
    Set<String> mentioned = Set.of();
    Set<String> remarks = Set.of();
    String fault = "";
    long modified = file.entry().modifiedMicros();
    try {
      SourceReader reader = read(file);
      for (Map.Entry<Guid, byte[]> block : reader.blocks().entrySet()) {
        uses.add(new Use(block.getKey(), writer.add(block.getValue())));
      }
      mentioned = reader.mentioned();
      remarks = reader.remarks();
    } catch (MalformedException e) {
      fault = describe(e);
    } catch (UnreadableSourceException e) {
      fault = e.getMessage();
      modified = UNREAD;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // One bad source costs itself. Another version of the program may read it.
      fault = "can't be read: " + e;
      modified = UNREAD;
    }
    return new Source(
        file.kind(),
        file.entry().path(),
        file.entry().length(),
        modified,
        fault,
        remarks,
        uses,
        mentioned,
        Set.of(),
        Map.of());
  }

  /** An error while reading a source, as opposed to writing its content. */
  private static final class UnreadableSourceException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableSourceException(IOException cause) {
      super("cannot be read: " + cause.getMessage(), cause);
    }
  }

  private SourceReader read(SourceFile file) throws UnreadableSourceException {
    try {
      return SourceReader.of(file.kind(), open(file));
    } catch (IOException e) {
      throw new UnreadableSourceException(e);
    }
  }

  private SeekableByteChannel open(SourceFile file) throws IOException {
    String path = file.entry().path();
    return switch (file.kind()) {
      case TMF, MANIFEST -> storage.open(path);
      case PDB -> pdbs.open(path);
    };
  }

  static String describe(MalformedException fault) {
    String place = fault.offset() == 0 ? "" : " at 0x" + Long.toHexString(fault.offset());
    return fault.reason().label() + place + ": " + fault.getMessage();
  }

  /** Searches the PDBs for enumerations that messages mention, until all are found. */
  private Enumerations search(List<Source> sources) {
    Map<String, Map<Integer, String>> found = new HashMap<>();
    Set<String> missing = new TreeSet<>();
    sources.forEach(source -> missing.addAll(source.mentioned()));
    for (int i = 0; i < sources.size() && !missing.isEmpty(); i++) {
      if (sources.get(i).kind() == Kind.PDB && sources.get(i).fault().isEmpty()) {
        Source searched = searched(sources.get(i), missing);
        sources.set(i, searched);
        searched.found().forEach(found::putIfAbsent);
        missing.removeIf(
            name -> Enumerations.candidates(name).stream().anyMatch(found::containsKey));
      }
    }
    return new Enumerations(found);
  }

  private Source searched(Source source, Set<String> missing) {
    Set<String> wanted = new TreeSet<>();
    missing.forEach(name -> wanted.addAll(Enumerations.candidates(name)));
    if (source.asked().containsAll(wanted)) {
      return source;
    }
    wanted.addAll(source.asked());
    try (PdbSymbols pdb = new PdbSymbols(pdbs.open(source.path()))) {
      return source.searched(wanted, pdb.enumerations(wanted), "");
    } catch (MalformedException e) {
      return source.searched(wanted, Map.of(), "its enumerations are not used: " + describe(e));
    } catch (IOException e) {
      return source.searched(
          Set.of(), Map.of(), "its enumerations are not used: " + e.getMessage());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return source.searched(wanted, Map.of(), "its enumerations are not used: " + e);
    }
  }

  /** A fingerprint that differs if a record could have another text. */
  private static String fingerprint(
      List<Source> sources, boolean ofManifests, Enumerations enumerations, CatalogWriter writer)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    Set<Object> seen = new HashSet<>();
    boolean any = false;
    try (DataOutputStream out = digesting(digest)) {
      for (Source source : sources) {
        if ((source.kind() == Kind.MANIFEST) == ofManifests) {
          any = true;
          for (Use use : source.uses()) {
            Hash hash = writer.hash(use.block());
            if (seen.add(List.of(use.guid(), hash))) {
              Texts.write(out, use.guid().toString());
              out.writeLong(hash.high());
              out.writeLong(hash.low());
            }
          }
        }
      }
      Texts.writeEnumerations(out, enumerations.byName());
    }
    return any ? HexFormat.of().formatHex(digest.digest()).substring(0, FINGERPRINT_DIGITS) : "";
  }
}
