using Xunit;

namespace EdgeCollector.Interop.Tests.Peers;

/// <summary>Finds the programs the tests run. A missing one skips the test, by name and with the command that mends it.</summary>
internal static class Programs
{
    /// <summary>The full path of <paramref name="name"/>, or null. Debian keeps servers in sbin, which a user's PATH may lack.</summary>
    public static string? Find(string name) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin"
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    public static string Require(string name, string package)
    {
        var path = Find(name);
        Assert.SkipWhen(path is null, $"{name} is not installed: apt-get install {package}");
        return path!;
    }

    /// <summary>Longer than every test run should take: by a command.</summary>
    public static void RequireLong() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("EDGECOLLECTOR_LONG") == "1", "a long form: set EDGECOLLECTOR_LONG=1");

    /// <summary>The folder of the OPC UA peer with its packages installed.</summary>
    public static string RequireOpcUaPeer()
    {
        var folder = Repository.At("tests", "peers", "opcua");
        Assert.SkipUnless(
            File.Exists(Path.Combine(folder, "node_modules", "node-opcua", "package.json")),
            "node-opcua is not installed: npm ci --no-audit --no-fund in tests/peers/opcua");
        return folder;
    }
}
