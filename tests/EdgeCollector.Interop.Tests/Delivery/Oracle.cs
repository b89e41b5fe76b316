using EdgeCollector.Interop.Tests.Peers;

namespace EdgeCollector.Interop.Tests.Delivery;

/// <summary>What lies in the database beside what was put in.</summary>
/// <param name="Rows">Points of measurement <c>tag</c>; a point is its tags and time, so a doubled one would be one more.</param>
/// <param name="Sum">Of their values.</param>
internal sealed record Oracle(long Rows, double Sum)
{
    public static async Task<Oracle> ReadAsync(InfluxDb influx, string where = "")
    {
        var rows = await influx.QueryAsync("edge_raw", $"SELECT COUNT(value), SUM(value) FROM \"tag\" {where}");
        return rows.Count == 0 ? new(0, 0) : new(rows[0]["count"].GetInt64(), rows[0]["sum"].GetDouble());
    }

    /// <summary>A number from the environment: the long form of a test.</summary>
    public static int Form(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var many) ? many : usual;

    /// <summary>The one line of figures, where a long form's reader looks for it.</summary>
    public static void Print(string line)
    {
        Xunit.TestContext.Current.TestOutputHelper?.WriteLine(line);
        Xunit.TestContext.Current.SendDiagnosticMessage(line);
        Console.WriteLine(line);
    }
}
