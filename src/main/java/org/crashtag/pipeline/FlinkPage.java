package org.crashtag.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/** What a Flink cluster's REST interface reports about the cluster and its jobs. */
final class FlinkPage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEFAULT_PORT = 8081;
  private static final int CONNECT_MILLIS = 10_000;
  private static final int READ_MILLIS = 30_000;
  private static final int MOST_BYTES = 16 << 20;

  private final String address;

  /**
   * @param address the job manager's host and, if it isn't Flink's default, port
   */
  FlinkPage(String address) {
    this.address = address.matches(".*:[0-9]+") ? address : address + ":" + DEFAULT_PORT;
  }

  /**
   * A cluster.
   *
   * @param version of Flink
   * @param slots of all task managers
   */
  record Overview(String version, int slots) {}

  /**
   * The cluster.
   *
   * @throws IOException if there is none at the address
   */
  Overview overview() throws IOException {
    JsonNode overview = get("/overview");
    if (!overview.path("flink-version").isTextual() || !overview.path("slots-total").isInt()) {
      throw new IOException(this + " does not answer as Flink does");
    }
    return new Overview(
        overview.path("flink-version").textValue(), overview.path("slots-total").intValue());
  }

  /** Why the last job of this name failed; empty if the cluster doesn't report it. */
  Optional<String> failure(String job) {
    try {
      String id = "";
      long newest = Long.MIN_VALUE;
      for (JsonNode known : get("/jobs/overview").path("jobs")) {
        long started = known.path("start-time").asLong();
        if (known.path("name").asText().equals(job) && started >= newest) {
          newest = started;
          id = known.path("jid").asText();
        }
      }
      if (!id.matches("[0-9a-f]{32}")) {
        return Optional.empty();
      }
      JsonNode exceptions = get("/jobs/" + id + "/exceptions");
      return Faults.ofTrace(exceptions.path("root-exception").asText());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private JsonNode get(String path) throws IOException {
    HttpURLConnection connection = null;
    try {
      connection =
          (HttpURLConnection) URI.create("http://" + address + path).toURL().openConnection();
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(READ_MILLIS);
      connection.setInstanceFollowRedirects(false);
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException(
            this + " answers with status " + connection.getResponseCode() + ", not as Flink does");
      }
      try (InputStream answer = connection.getInputStream()) {
        byte[] bytes = answer.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
          throw new IOException(this + " answers with more than " + MOST_BYTES + " bytes");
        }
        return JSON.readTree(bytes);
      }
    } catch (IllegalArgumentException | MalformedURLException e) {
      throw new IOException(address + ": expected HOST:PORT", e);
    } catch (JsonProcessingException e) {
      throw new IOException(this + " does not answer as Flink does", e);
    } catch (UnknownHostException e) {
      throw new IOException(this + " can't be reached: unknown host", e);
    } catch (java.net.ConnectException | java.net.SocketTimeoutException e) {
      throw new IOException(this + " can't be reached: " + e.getMessage(), e);
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }

  @Override
  public String toString() {
    return "Flink's job manager at " + address;
  }
}
