using System.Globalization;
using EdgeCollector.Resources;

namespace EdgeCollector.Dashboard;

/// <summary>Which language a page speaks (ux.md 2.3): <c>?lang=</c>, then the reader's earlier choice, then the browser's, then the
/// node's.</summary>
internal static class LanguageChoice
{
    private const string Cookie = "lang";

    /// <summary>Chooses, and remembers a choice made by <c>?lang=</c> in a cookie for a year.</summary>
    public static Texts Of(HttpContext context, string nodeLanguage)
    {
        var asked = context.Request.Query["lang"].ToString();
        if (Texts.Speaks(asked))
        {
            context.Response.Cookies.Append(Cookie, asked, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
                MaxAge = TimeSpan.FromDays(365),
                Path = "/",
            });
            return Texts.For(asked);
        }

        var chosen = context.Request.Cookies[Cookie];
        return Texts.For(Texts.Speaks(chosen) ? chosen : Accepted(context.Request.Headers.AcceptLanguage.ToString()) ?? nodeLanguage);
    }

    /// <summary>The most wanted language that is spoken here (RFC 9110 12.5.4); null if there is none.</summary>
    internal static string? Accepted(string header)
    {
        string? best = null;
        var most = 0.0;
        foreach (var range in header.Split(',', 20))
        {
            var parts = range.Split(';', 2);
            var language = parts[0].Trim().Split('-')[0].ToLowerInvariant();
            var weight = parts.Length < 2 ? 1 : Weight(parts[1]);
            if (weight > most && Texts.Speaks(language))
            {
                (best, most) = (language, weight);
            }
        }

        return best;
    }

    private static double Weight(string parameter)
    {
        var text = parameter.Trim();
        return text.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
            && double.TryParse(text.AsSpan(2), NumberStyles.Float, CultureInfo.InvariantCulture, out var q)
                ? q
                : 0;
    }
}
