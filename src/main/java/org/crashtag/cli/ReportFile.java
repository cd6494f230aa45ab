package org.crashtag.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.TableSchema;
import org.crashtag.report.ReportPage;
import org.crashtag.report.ReportScope;
import org.crashtag.report.ScopeException;
import org.crashtag.sql.CommittedViews;
import org.crashtag.sql.DeclaredTables;
import org.crashtag.sql.SqlFault;
import org.crashtag.storage.Location;
import org.crashtag.storage.NamedOutput;
import org.crashtag.storage.Storages;
import org.crashtag.store.Manifest;
import org.crashtag.table.Tables;

/**
 * The page about an output folder, as a file.
 *
 * @param output the folder
 * @param page the file
 * @param baseline the first day of the span that is compared with the one before
 * @param condition on columns of {@code dumps}
 */
record ReportFile(
    String output, Location page, Optional<LocalDate> baseline, Optional<String> condition) {
  /**
   * Writes the page. A reader of the file sees the page before or this one, never a part.
   *
   * @return false after a message, if the folder has no committed run or is damaged
   */
  boolean write(Terminal terminal) throws IOException {
    List<Manifest> manifests = OutputOptions.manifests(terminal, output);
    if (manifests.isEmpty()) {
      // A page that is published every night must not go on showing older numbers.
      replace(ReportPage.ofNothing(scope(Instant.EPOCH, List.of(), false)));
      return false;
    }
    if (OutputOptions.isDamaged(terminal, output, manifests)) {
      return false;
    }
    List<TableSchema> known = Tables.all(Decoders.load().tables());
    Instant latest =
        manifests.stream()
            .map(manifest -> Instant.parse(manifest.finished()))
            .max(Instant::compareTo)
            .orElseThrow();
    boolean keepsPrivate =
        manifests.stream()
            .anyMatch(manifest -> manifest.privacy().equals(Privacy.Mode.KEEP.label()));
    ReportScope scope = scope(latest, DeclaredTables.of(manifests, known), keepsPrivate);
    try {
      replace(ReportPage.of(scope, CommittedViews.of(output, manifests, known)));
      return true;
    } catch (ScopeException e) {
      throw new UsageException(e.getMessage());
    } catch (SqlFault e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private ReportScope scope(Instant latest, List<TableSchema> own, boolean keepsPrivate) {
    return new ReportScope(output, Version.text(), latest, baseline, condition, own, keepsPrivate);
  }

  private void replace(byte[] html) throws IOException {
    if (page.isUri()) {
      Storages.all().put(page.text(), html);
      return;
    }
    Path file = Path.of(page.text());
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new FileSystemException(page.text(), null, "no such folder: " + folder);
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      write(file, html);
      return;
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      write(fresh, html);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void write(Path file, byte[] html) throws IOException {
    try (OutputStream out = new NamedOutput(file.toString(), Files.newOutputStream(file))) {
      out.write(html);
    }
  }
}
