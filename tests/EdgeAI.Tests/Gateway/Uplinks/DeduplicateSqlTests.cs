using System.Globalization;
using System.Text;

namespace EdgeAI.Tests.Gateway.Uplinks;

public sealed class DeduplicateSqlTests
{
    [Fact]
    public async Task StoreRecord_ArrivalsRepeatedAndAtOnce_KeepsEachOnceAndNamesTheHoles()
    {
        await using UpstreamScript postgres = await UpstreamScript.StartAsync("postgresql.sh");
        string[] connection = ["-h", "127.0.0.1", "-p", $"{postgres.Port}", "-U", "postgres", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"];
        string schema = Checkout.PathOf("gateway", "deduplicate.sql");
        await UpstreamScript.RunAsync("psql", [.. connection, "-f", schema]);

        // A schema that is there already is left as it is.
        await UpstreamScript.RunAsync("psql", [.. connection, "-f", schema]);

        // Two receivers at once, each with every record but the holes, in an order of its own and some of them twice.
        string[] told = await Task.WhenAll(
            UpstreamScript.RunAsync("psql", connection, Arrivals(1)),
            UpstreamScript.RunAsync("psql", connection, Arrivals(2)));
        Assert.Equal(2 * 397, told.Sum(text => text.Split('\n').Count(line => line == "t")));
        string stored = await UpstreamScript.RunAsync("psql", [.. connection, "-c", "SELECT gateway, epoch, count(*) FROM record GROUP BY 1, 2 ORDER BY 2"]);
        Assert.Equal("gateway|7|397\ngateway|8|397", stored.Trim());
        string holes = await UpstreamScript.RunAsync("psql", [.. connection, "-c", "SELECT first, last FROM record_hole WHERE epoch = 7 ORDER BY 1"]);
        Assert.Equal("100|101\n300|300", holes.Trim());
    }

    private static string Arrivals(int seed)
    {
        Random random = new(seed);
        List<(int Epoch, int Sequence)> arrivals = [];
        foreach (int sequence in Enumerable.Range(1, 400).Where(sequence => sequence is not (100 or 101 or 300)))
        {
            arrivals.AddRange(Enumerable.Repeat((7, sequence), random.Next(1, 3)));
            arrivals.Add((8, sequence));
        }

        StringBuilder sql = new();
        foreach ((int epoch, int sequence) in arrivals.OrderBy(_ => random.Next()))
        {
            sql.Append(CultureInfo.InvariantCulture, $"SELECT store_record('gateway', {epoch}, {sequence}, 1::smallint, 3::smallint, 5, 5, -1, 'robot', 1, 0::smallint, 0, '\\x01');\n");
        }

        return sql.ToString();
    }
}
