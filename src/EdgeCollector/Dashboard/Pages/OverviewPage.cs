using EdgeCollector.Dashboard.Charts;

namespace EdgeCollector.Dashboard.Pages;

/// <summary>
/// The first page, all roles. In five seconds: which line is standing, since when, are we winning the shift. Complete without a script;
/// the script only exchanges parts.
/// </summary>
internal static class OverviewPage
{
    /// <param name="stale">The core has not moved: the veil lies over the page from the start.</param>
    public static Markup Render(PageContext context, StaticAssets assets, bool stale)
    {
        var t = context.Texts;
        var parts = OverviewParts.All(context).ToDictionary(p => p.Id, p => p.Content, StringComparer.Ordinal);
        var path = $"{context.Site.Enterprise} / {context.Site.Site} / {context.Site.Area}";
        var h = new HtmlWriter();
        h.Add($"<!doctype html><html lang=\"{t.Language}\"><head><meta charset=\"utf-8\">");
        h.Add($"<title>{context.Site.Area} · EdgeCollector</title>");
        h.Add($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        h.Add($"<meta name=\"color-scheme\" content=\"light dark\">");
        h.Add($"<link rel=\"stylesheet\" href=\"{assets.PathOf("edge.css")}\">");
        h.Add($"<link rel=\"icon\" type=\"image/svg+xml\" href=\"{assets.PathOf("icon.svg")}\">");
        h.Add($"<script type=\"module\" src=\"{assets.PathOf("edge.js")}\"></script><noscript>");
        h.Add($"<meta http-equiv=\"refresh\" content=\"15\"></noscript></head>");
        h.Add($"<body data-feed=\"/live?lang={t.Language}\" data-build=\"{assets.Build}\" class=\"{(stale ? "stale" : "")}\">");
        h.Add($"<a class=\"skip\" href=\"#main\">{t["page.skip"]}</a>").Add(Strip.Patterns());
        h.Add($"<header><h1>{path}</h1><p class=\"shift\"><span id=\"shift\">{parts["shift"]}</span>");
        h.Add($"<time id=\"clock\">{parts["clock"]}</time></p>");
        h.Add($"<ul class=\"badges\" id=\"badges\" aria-label=\"{t["badge.list"]}\">{parts["badges"]}</ul>");
        Languages(h, context);
        h.Add($"</header><p id=\"veil\" role=\"alert\"><b>{t["page.stale"]}</b> ");
        h.Add($"<span id=\"age\" data-seconds=\"{t["page.stale_seconds"]}\" data-minutes=\"{t["page.stale_minutes"]}\"></span></p>");
        h.Add($"<main id=\"main\">");
        foreach (var line in context.Site.Lines)
        {
            Line(h, line, context, parts);
        }

        if (context.Site.Lines.Count == 0)
        {
            h.Add($"<section class=\"line\"><p class=\"note\">{t["page.no_lines"]}</p></section>");
        }

        h.Add($"</main>");
        Legend(h, context);
        return h.Add($"</body></html>").ToMarkup();
    }

    private static void Languages(HtmlWriter h, PageContext context)
    {
        h.Add($"<nav aria-label=\"{context.Texts["page.language"]}\">");
        foreach (var language in Resources.Texts.Languages)
        {
            var current = language == context.Texts.Language ? new Markup(" aria-current=\"true\"") : Markup.Empty;
            h.Add($"<a href=\"?lang={language}\" lang=\"{language}\" hreflang=\"{language}\"{current}>");
            h.Add($"{language.ToUpperInvariant()}</a>");
        }

        h.Add($"</nav>");
    }

    private static void Line(HtmlWriter h, DashboardLine line, PageContext context, Dictionary<string, Markup> parts)
    {
        var t = context.Texts;
        var key = line.Machines.FirstOrDefault(m => m.Name == line.KeyMachine);
        Markup Part(string name) => parts.GetValueOrDefault($"{line.Name}.{name}", Markup.Empty);
        string Id(string name) => $"{line.Name}.{name}";

        h.Add($"<section class=\"line\" aria-label=\"{line.Label.In(t.Language, line.Name)}\"><div class=\"head\">");
        h.Add($"<div class=\"name\"><h2>{line.Label.In(t.Language, line.Name)}</h2>");
        h.Add($"<p class=\"note\">{t.Fill("line.key_machine", key?.Label.In(t.Language, key.Name) ?? line.KeyMachine)}</p></div>");
        h.Add($"<p class=\"quiet\" id=\"{Id("say")}\" aria-live=\"polite\">{Part("say")}</p>");
        h.Add($"<div class=\"now\" id=\"{Id("now")}\">{Part("now")}</div>");
        h.Add($"<div class=\"oee\" id=\"{Id("oee")}\">{Part("oee")}</div>");
        h.Add($"<div class=\"factors\" id=\"{Id("factors")}\">{Part("factors")}</div>");
        h.Add($"<div class=\"production\" id=\"{Id("production")}\">{Part("production")}</div></div>");
        h.Add($"<div class=\"strips\" id=\"{Id("strips")}\">{Part("strips")}</div><div class=\"foot\">");
        h.Add($"<div class=\"losses\"><h3>{t["losses.title"]}</h3><ol id=\"{Id("losses")}\">{Part("losses")}</ol></div>");
        h.Add($"<div class=\"more\"><details><summary id=\"{Id("stopcount")}\">{Part("stopcount")}</summary>");
        h.Add($"<ul id=\"{Id("stops")}\">{Part("stops")}</ul></details>");
        h.Add($"<details><summary>{t["table.title"]}</summary>");
        h.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{t["table.title"]}\" id=\"{Id("table")}\">");
        h.Add($"{Part("table")}</div></details>");
        h.Add($"</div></div></section>");
    }

    private static void Legend(HtmlWriter h, PageContext context)
    {
        h.Add($"<footer><ul class=\"legend\" aria-label=\"{context.Texts["legend.title"]}\">");
        foreach (var group in StateGroups.Legend)
        {
            h.Add($"<li><svg width=\"26\" height=\"18\" aria-hidden=\"true\">");
            h.Add($"<rect fill=\"url(#p-{group.Css()})\" width=\"26\" height=\"18\" rx=\"2\"/>");
            h.Add($"<text class=\"t-{group.Css()}\" x=\"13\" y=\"13\">{group.Letter()}</text></svg>{group.Text(context.Texts)}</li>");
        }

        h.Add($"</ul><p class=\"note\">EdgeCollector</p></footer>");
    }
}
