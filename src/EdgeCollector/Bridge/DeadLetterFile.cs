using System.Text;
using EdgeCollector.Telemetry;

namespace EdgeCollector.Bridge;

/// <summary>Lines that a database will never take, each under a comment with the server's words: readable, and postable again as it is.
/// Bounded: when it is full it is set aside as <c>.1</c>, over the one before.</summary>
internal sealed class DeadLetterFile(string path, long limit, TimeProvider time, CollectorMetrics metrics, ILogger logger)
{
    public string FileName => path;

    /// <summary>Appends a line. A disk that fails loses it, counted; delivery goes on.</summary>
    public void Append(BridgeItem item, string database, long id, ReadOnlySpan<byte> line, string message)
    {
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } directory)
            {
                Directory.CreateDirectory(directory);
            }

            using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read))
            {
                file.Write(Encoding.UTF8.GetBytes(
                    $"# {time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ} {database} {item.Header.Node}.{item.Header.Epoch}.{id} {message}\n"));
                file.Write(line);
                file.WriteByte((byte)'\n');
                if (file.Length < limit)
                {
                    return;
                }
            }

            File.Move(path, path + ".1", overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            metrics.DeadLettersLost.Add(1);
            logger.DeadLetterFailed(path, e.Message);
        }
    }
}
