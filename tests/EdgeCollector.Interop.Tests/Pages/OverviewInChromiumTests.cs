using EdgeCollector.Tests.Dashboard;
using Microsoft.Playwright;
using Xunit;

namespace EdgeCollector.Interop.Tests.Pages;

public sealed class OverviewInChromiumTests
{
    [Theory]
    [InlineData(320)]
    [InlineData(1024)]
    [InlineData(1920)]
    public async Task Overview_fits_its_window_in_every_language(int width)
    {
        await using var host = await SampleHost.StartAsync();
        var (playwright, browser) = await Chromium.LaunchAsync();
        using var _ = playwright;
        await using var closing = browser;
        foreach (var (language, scheme) in new[] { ("nl", ColorScheme.Light), ("en", ColorScheme.Dark), ("de", ColorScheme.Light) })
        {
            var page = await browser.NewPageAsync(new BrowserNewPageOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
                ColorScheme = scheme,
            });
            var errors = Errors(page);
            await page.GotoAsync($"{host.Address}?lang={language}");
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");

            var overflow = await page.EvaluateAsync<string[]>(
                """
                [...document.querySelectorAll('body *')]
                  .filter(e => !e.closest('.scroll, svg, .quiet, .skip') && e.getBoundingClientRect().right > innerWidth + 0.5)
                  .map(e => e.className + ' ' + e.textContent.slice(0, 40))
                """);
            Assert.Empty(overflow);
            Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            Assert.Empty(errors);
            await ShotAsync(page, $"overview-{language}-{width}");
            await page.CloseAsync();
        }
    }

    [Fact]
    public async Task A_live_update_arrives_without_a_reload()
    {
        await using var host = await SampleHost.StartAsync();
        var (playwright, browser) = await Chromium.LaunchAsync();
        using var _ = playwright;
        await using var closing = browser;
        var page = await browser.NewPageAsync();
        var errors = Errors(page);
        await page.GotoAsync($"{host.Address}?lang=en");
        await page.EvaluateAsync("window.mine = 1");

        host.Snapshot = SamplePictures.At(SamplePictures.Now + 65_000);

        await Assertions.Expect(page.Locator("#clock")).ToHaveTextAsync("12:31:05");
        Assert.Equal(1, await page.EvaluateAsync<int>("window.mine"));
        await Assertions.Expect(page.Locator("body")).Not.ToHaveClassAsync("stale");
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_page_whose_server_stops_is_veiled_and_says_how_old_it_is()
    {
        var host = await SampleHost.StartAsync();
        var (playwright, browser) = await Chromium.LaunchAsync();
        using var _ = playwright;
        await using var closing = browser;
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"{host.Address}?lang=en");
        await Assertions.Expect(page.Locator("#veil")).ToBeHiddenAsync();
        var port = host.Address.Port;

        await host.DisposeAsync();

        await Assertions.Expect(page.Locator("#veil")).ToBeVisibleAsync(new() { Timeout = 10_000 });
        await Assertions.Expect(page.Locator("#age")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"\d+ s old"));
        await ShotAsync(page, "overview-stale");

        await using var again = await SampleHost.StartAsync(port: port);
        await Assertions.Expect(page.Locator("#veil")).ToBeHiddenAsync(new() { Timeout = 20_000 });
    }

    [Fact]
    public async Task A_hostile_name_stays_text_in_the_page_and_in_a_live_update()
    {
        const string Hostile = "\"><img src=x onerror=window.pwned=1><script>window.pwned=1</script>";
        await using var host = await SampleHost.StartAsync();
        host.Site = SamplePictures.Site with { Area = Hostile };
        host.Snapshot = SamplePictures.Snapshot with
        {
            Machines = [.. SamplePictures.Snapshot.Machines.Select(m => m with { StateName = Hostile, Losses = [new(Hostile, 60_000)] })],
        };
        var (playwright, browser) = await Chromium.LaunchAsync();
        using var _ = playwright;
        await using var closing = browser;
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"{host.Address}?lang=en");
        host.Snapshot = host.Snapshot! with { Time = SamplePictures.Now + 65_000 };
        await Assertions.Expect(page.Locator("#clock")).ToHaveTextAsync("12:31:05");

        Assert.Null(await page.EvaluateAsync<int?>("window.pwned ?? null"));
        Assert.Equal(0, await page.Locator("img").CountAsync());
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync(Hostile);
        await Assertions.Expect(page.Locator(".own").First).ToContainTextAsync(Hostile);
    }

    private static List<string> Errors(IPage page)
    {
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                errors.Add(message.Text);
            }
        };
        page.PageError += (_, message) => errors.Add(message);
        return errors;
    }

    /// <summary>Pictures for a reviewer, where EDGECOLLECTOR_SCREENSHOTS names a folder.</summary>
    private static async Task ShotAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("EDGECOLLECTOR_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }
}
