using System.Text;
using System.Text.Json;
using EdgeCollector.Core.Live;
using EdgeCollector.Dashboard.Pages;
using EdgeCollector.Resources;

namespace EdgeCollector.Dashboard;

/// <summary>
/// The overview's frames: the parts of a picture that changed since this client's last frame, as <c>{"build":…,"parts":[[id,html],…]}</c>.
/// A picture is drawn once per language, however many look at it.
/// </summary>
internal sealed class OverviewFrames(DashboardSources sources, StaticAssets assets)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (LiveSnapshot Snapshot, IReadOnlyList<PagePart> Parts)> _drawn = new(StringComparer.Ordinal);

    /// <summary>A renderer for one client: it remembers what that client has.</summary>
    public Func<LiveSnapshot, string> ForClient(Texts texts)
    {
        var has = new Dictionary<string, string>(StringComparer.Ordinal);
        return snapshot => Frame(Draw(snapshot, texts), has);
    }

    private IReadOnlyList<PagePart> Draw(LiveSnapshot snapshot, Texts texts)
    {
        lock (_lock)
        {
            if (_drawn.TryGetValue(texts.Language, out var drawn) && ReferenceEquals(drawn.Snapshot, snapshot))
            {
                return drawn.Parts;
            }

            var parts = OverviewParts.All(new PageContext(texts, sources.Site(), snapshot, sources.Badges()));
            _drawn[texts.Language] = (snapshot, parts);
            return parts;
        }
    }

    private string Frame(IReadOnlyList<PagePart> parts, Dictionary<string, string> has)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("build", assets.Build);
            json.WriteStartArray("parts");
            foreach (var part in parts)
            {
                if (has.TryGetValue(part.Id, out var old) && old == part.Content.Html)
                {
                    continue;
                }

                has[part.Id] = part.Content.Html;
                json.WriteStartArray();
                json.WriteStringValue(part.Id);
                json.WriteStringValue(part.Content.Html);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
