package org.crashtag.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.View;

/**
 * The page of {@code crashtag report}: one HTML file without references to others. Every value from
 * the tables is escaped, and a content security policy forbids all styles and scripts but the
 * page's own.
 */
public final class ReportPage {
  private ReportPage() {}

  /**
   * The page of an output folder.
   *
   * @param views the tables
   * @return HTML in UTF-8
   * @throws ScopeException if the condition or the baseline makes no sense; the message, one line,
   *     names the option
   * @throws SqlFault if a part can't be read
   * @throws IOException if there is no room for temporary files
   */
  public static byte[] of(ReportScope scope, List<View> views)
      throws ScopeException, SqlFault, IOException {
    PageResources resources = PageResources.load();
    try (ReportSession session = ReportSession.open(views, scope.condition())) {
      return render(new PageBuilder(scope, session).build(resources));
    }
  }

  /** The page of a folder in which no run was committed. */
  public static byte[] ofNothing(ReportScope scope) throws IOException {
    return render(PageBuilder.ofNothing(scope, PageResources.load()));
  }

  private static byte[] render(PageModel page) throws IOException {
    return Mustache.compiler()
        .escapeHTML(true)
        .withLoader(name -> new StringReader(PageResources.part(name)))
        .compile(PageResources.part("page"))
        .execute(page)
        .getBytes(UTF_8);
  }
}
