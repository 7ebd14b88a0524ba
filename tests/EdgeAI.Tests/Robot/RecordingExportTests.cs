using EdgeAI.Robot.Commands;

namespace EdgeAI.Tests.Robot;

/// <summary>The command export on a recording that a replay of a data set wrote: what it holds is known to the count.</summary>
public sealed class RecordingExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-export-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Export_OfARecordedDataSet_HoldsItsVeryReadings()
    {
        string data = Checkout.SharedData("tactile", "biotac-sp-stability-v2", "bts3v2_palm_45.csv");
        RobotResult run = await RobotProcess.RunAsync("--replay", data, "--record", PathOf("run.mcap"));
        run.AssertNothingLost();

        Assert.Equal(ExitCode.Success, RecordingExport.Run(PathOf("run.mcap"), "right_hand/taxels", PathOf("taxels.csv")));
        Assert.Equal(Values(data, skip: 2), Values(PathOf("taxels.csv"), skip: 3));

        CannotRunException unknown = Assert.Throws<CannotRunException>(() => RecordingExport.Run(PathOf("run.mcap"), "left_foot/taxels", PathOf("none.csv")));
        Assert.StartsWith("--stream left_foot/taxels: the recording has no such stream; it has ", unknown.Message, StringComparison.Ordinal);
        Assert.Contains(" right_hand/taxels", unknown.Message, StringComparison.Ordinal);
        CannotRunException empty = Assert.Throws<CannotRunException>(() => RecordingExport.Run(PathOf("run.mcap"), "head/thermal", PathOf("none.csv")));
        Assert.Contains("holds no reading of the stream 'head/thermal' that makes a row", empty.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Values(string path, int skip) => File.ReadLines(path).Skip(1).Where(static line => line.Length > 0).Select(line => string.Join(',', line.Split(',').Skip(skip)));

    private string PathOf(string name) => Path.Combine(_folder, name);
}
