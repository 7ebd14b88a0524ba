using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Replay;

namespace EdgeAI.Tests.Runtime.Replay;

public sealed class RecordingLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-recording-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TryLoad_ExecutionFailures_GivesWindowsWithTheirLabelAndActivity()
    {
        string file = Write("lp3.data", Instance("ok", 7) + "\n\n" + Instance("slightly_moved", -2));
        ImportedRecording recording = Load(file);
        Assert.Equal(30, recording.Readings.Count);
        RecordedReading first = recording.Readings[0];
        Assert.Equal(("ok", "lp3#0", "position-after-transfer-failure"), (first.Label, first.Group, first.Source.Activity));
        WrenchStamped wrench = Assert.IsType<WrenchStamped>(first.Message);
        Assert.Equal([7, 8, 9, 10, 11, 12], [.. wrench.Force, .. wrench.Torque]);
        Assert.Equal(21_000_000, recording.Readings[1].TimeNanoseconds);
        Assert.True(recording.Readings[15].TimeNanoseconds - recording.Readings[14].TimeNanoseconds > 200_000_000);
        Assert.Equal(("slightly_moved", "lp3#1"), (recording.Readings[15].Label, recording.Readings[15].Group));
    }

    [Fact]
    public void TryLoad_BioTacGrasps_GivesOneArrayPerGrasp()
    {
        string file = Write("grasps.csv", BioTacHeader + "\nmug,1," + Taxels(100) + "\nball,0," + Taxels(200) + "\n");
        ImportedRecording recording = Load(file);
        Assert.Equal(["slip", "stable"], recording.Readings.Select(static reading => reading.Label));
        TactileArray array = Assert.IsType<TactileArray>(recording.Readings[1].Message);
        Assert.Equal((72, 200, 271), (array.TaxelCount, array.Values[0], array.Values[71]));
    }

    [Fact]
    public void TryLoad_CobotOps_GivesJointsWithTheToolBehindAndLeavesOutRowsWithHoles()
    {
        string file = Write("ur3.csv", CobotHeader + "\n" + Cobot("22.847", "0,5", "False", "True") + "\n" + Cobot("23.852", "", "False", "False") + "\n" + Cobot("24.857", "-7,25E-1", "True", "False") + "\n");
        ImportedRecording recording = Load(file);
        Assert.Equal([("grip-lost", "ur3#0", 0L), ("protective-stop", "ur3#2", 2_010_000_000L)], recording.Readings.Select(static reading => (reading.Label, reading.Group, reading.TimeNanoseconds)));
        JointState state = Assert.IsType<JointState>(recording.Readings[1].Message);
        Assert.Equal((7, -725_000, 91_000, 3_000_000, 0), (state.Count, state.Effort[0], state.Effort[6], state.Velocity[5], state.Velocity[6]));
        Assert.Equal(Unit.Ampere, state.EffortScale.Unit);
    }

    [Theory]
    [InlineData("0,5", "Maybe", "ur3.csv:2: is no reading of 24 cells")]
    [InlineData("half", "True", "ur3.csv:2: is no reading of 24 cells")]
    public void TryLoad_CobotOpsWithACellThatIsNone_NamesFileLineAndMend(string current, string stopped, string reason) =>
        Refused(Write("ur3.csv", CobotHeader + "\n" + Cobot("22.847", current, stopped, "False")), reason, "take the file from its source again");

    [Fact]
    public void TryLoad_Folder_PlaysRecognisedFilesInOrderOfName()
    {
        Write("lp2.data", Instance("normal", 1));
        Write("lp1.data", Instance("collision", 1));
        Write("notes.txt", "nothing of interest");
        ImportedRecording recording = Load(_folder);
        Assert.Equal(["lp1#0", "lp2#0"], recording.Readings.Select(static reading => reading.Group).Distinct());
        Assert.Equal(recording.Readings.Select(static reading => reading.TimeNanoseconds).Order(), recording.Readings.Select(static reading => reading.TimeNanoseconds));
    }

    [Fact]
    public void TryLoad_TruncatedInstance_NamesFileLineAndMend() =>
        Refused(Write("lp1.data", "normal\n\t1\t2\t3\t4\t5\t6\n\t1\t2\t3\n"), "lp1.data:3: row 2 of 15 of 'normal' is no six integers", "take the file from its source again");

    [Fact]
    public void TryLoad_TaxelThatIsNoNumber_NamesFileLineTaxelAndMend() =>
        Refused(Write("grasps.csv", BioTacHeader + "\nmug,1," + Taxels(1).Replace("1,", "x,", StringComparison.Ordinal)), "grasps.csv:2: taxel 1 is 'x'", "take the file from its source again");

    [Fact]
    public void TryLoad_TooFewCells_NamesFileAndLine() =>
        Refused(Write("grasps.csv", BioTacHeader + "\nmug,1,5,6"), "grasps.csv:2: a grasp has an object, 0 or 1, and 72 taxels");

    [Fact]
    public void TryLoad_UnknownFormat_ListsTheKnownOnes() =>
        Refused(Write("thing.csv", "a,b,c"), "thing.csv: is of no known recording format", "BioTac SP grasp stability", "UCI robot execution failures");

    [Fact]
    public void TryLoad_NothingThere_SaysSo() =>
        Refused(Path.Combine(_folder, "absent.csv"), "absent.csv: cannot be read", "name a file or folder that is there");

    [Fact]
    public void TryLoad_EmptyFolder_SaysSo() => Refused(_folder, "holds no recording of a known format");

    [Fact]
    public void TryLoad_RandomDamage_NeverThrows()
    {
        Random random = new(5);
        byte[] sound = System.Text.Encoding.UTF8.GetBytes(BioTacHeader + "\nmug,1," + Taxels(1) + "\n");
        string file = Path.Combine(_folder, "damaged.csv");
        for (int round = 0; round < 2000; round++)
        {
            byte[] damaged = [.. sound];
            for (int hit = random.Next(1, 6); hit > 0; hit--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(file, damaged);
            bool loaded = RecordingLoader.TryLoad(file, out ImportedRecording? recording, out string problem);
            Assert.Equal(loaded, recording is not null);
            Assert.Equal(loaded, problem.Length == 0);
        }
    }

    private static string BioTacHeader => "object,slipped," + string.Join(',', new[] { "ff", "mf", "th" }.SelectMany(static finger => Enumerable.Range(1, 24).Select(taxel => $"{finger}_biotac_{taxel}")));

    private static string Taxels(int first) => string.Join(',', Enumerable.Range(first, 72));

    private static string Instance(string label, int first) =>
        label + "\n" + string.Concat(Enumerable.Repeat("\t" + string.Join('\t', Enumerable.Range(first, 6)) + "\n", 15));

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private static ImportedRecording Load(string path)
    {
        Assert.True(RecordingLoader.TryLoad(path, out ImportedRecording? recording, out string problem), problem);
        return recording!;
    }

    private static void Refused(string path, params string[] parts)
    {
        Assert.False(RecordingLoader.TryLoad(path, out _, out string problem));
        Assert.DoesNotContain('\n', problem);
        Assert.All(parts, part => Assert.Contains(part, problem, StringComparison.Ordinal));
    }

    private const string CobotHeader = "Num;Timestamp;Current_J0;Temperature_T0";

    private static string Cobot(string second, string current, string stopped, string lost) =>
        $"1;2022-10-26T08:17:{second}Z;{current};27;1;27;1;27;1;27;1;27;1;27;0;0;0;0;0;3;0,091;1;{stopped};{lost};;;";
}
