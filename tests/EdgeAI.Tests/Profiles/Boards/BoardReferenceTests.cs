using System.Security.Cryptography;
using System.Text;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;

namespace EdgeAI.Tests.Profiles.Boards;

/// <summary>A robot's profile that names a board's profile is checked as one robot, and gives whole boards.</summary>
public sealed class BoardReferenceTests : IDisposable
{
    private const string Entry = "{ \"id\": 7, \"profile\": \"hand.profile.json\", \"link\": { \"kind\": \"serial\", \"path\": \"/dev/ttyACM0\", \"baud\": 921600 } }";

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-boards-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TryLoad_NamedBoard_GivesTheBoardItsLinkAndItsDigest()
    {
        Profile profile = Load(Entry, SampleBoard.Text);
        BoardProfile board = profile.Boards[^1];

        Assert.Equal(("hand", 7, SampleBoard.File), (board.Name, board.Id, board.File));
        Assert.Equal((LinkKind.Serial, "/dev/ttyACM0", 921600), (board.Link.Kind, board.Link.Path, board.Link.Baud));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SampleBoard.Text))), board.Sha256);
        Assert.Equal(["hand/air", "hand/skin", "hand/load", "hand/pads", "hand/power"], board.Sensors.Select(static sensor => sensor.Name));
    }

    [Fact]
    public void TryLoad_RobotsOwnBoard_IsWholeAsWell()
    {
        Profile profile = Load(Entry, SampleBoard.Text);

        BoardProfile own = profile.Boards[0];
        Assert.Equal((profile.Sha256, null, LinkKind.InProcess), (own.Sha256, own.Uplink, own.Link.Kind));
        Assert.Equal(["i2c_of_hand"], own.Buses.Select(static bus => bus.Name));
    }

    [Theory]
    [InlineData("\"id\": 7", "\"id\": 8", "robot.profile.json $.boards[1].id: the board calls itself 7 in $.id (line 4 of 'hand.profile.json'); write the same number in both")]
    [InlineData("921600 }", "115200 }", "robot.profile.json $.boards[1].link.baud: the board's end has 921600 in $.link.baud (line 11 of 'hand.profile.json'); write the same in both")]
    [InlineData("\"kind\": \"serial\", \"path\": \"/dev/ttyACM0\", \"baud\": 921600", "\"kind\": \"mqtt\", \"host\": \"h\", \"port\": 1883, \"topic\": \"t\"", "robot.profile.json $.boards[1].link.kind: the board's end is a 'serial' link in $.link.kind (line 11 of 'hand.profile.json'); use the same kind at both ends")]
    [InlineData("\"path\": \"/dev/ttyACM0\", ", "", "robot.profile.json $.boards[1].link: a 'serial' link needs 'path', which is missing; add it")]
    [InlineData("\"path\": \"/dev", "\"capacityBytes\": 8192, \"path\": \"/dev", "robot.profile.json $.boards[1].link.capacityBytes: 'capacityBytes' means nothing to a 'serial' link; remove it")]
    [InlineData("\"id\": 7,", "\"id\": 7, \"name\": \"x\",", "robot.profile.json $.boards[1].name: the board's own profile says 'name'; remove one of the two")]
    [InlineData("hand.profile.json", "gone.profile.json", "robot.profile.json $.boards[1].profile: 'gone.profile.json': there is no such file; check the path, or start from hardware-profiles/desktop.profile.json")]
    [InlineData("hand.profile.json", "../hand.profile.json", "robot.profile.json $.boards[1].profile: '../hand.profile.json' is no board's profile; write the name of a *.profile.json file in the same folder")]
    [InlineData("\"profile\": \"hand.profile.json\", ", "", "robot.profile.json $.boards[1]: 'name' is missing; add it, or name the board's own profile: \"profile\": a *.profile.json file in this folder", "robot.profile.json $.boards[1]: 'sensors' is missing; add it, or name the board's own profile: \"profile\": a *.profile.json file in this folder", "robot.profile.json $.boards[1].link.kind: a 'serial' link leads to a board with a profile of its own, and this one is the robot's; use 'in-process', or name the board's \"profile\"")]
    public void TryLoad_EntryThatDoesNotFit_SaysWhereAndWhatToDo(string old, string replacement, params string[] expected)
    {
        Assert.Equal(expected, ProblemsOf(Entry.Replace(old, replacement, StringComparison.Ordinal), SampleBoard.Text));
    }

    [Fact]
    public void TryLoad_MistakesInBothFiles_NamesTheFileOfEach()
    {
        string[] problems = ProblemsOf(Entry.Replace("\"baud\": 921600", "\"baud\": 1", StringComparison.Ordinal), SampleBoard.With("\"hand/air\"", "\"own/touch\"").Replace("\"sda\": 8", "\"sda\": 9", StringComparison.Ordinal));

        Assert.Equal(
            [
                "robot.profile.json $.boards[1].link.baud: 1 is out of range; write a whole number from 9600 to 4000000",
                "hand.profile.json $.buses[0].scl: pin 9 is taken by $.buses[0].sda (line 8); use another one",
                "hand.profile.json $.sensors[0].name: 'own/touch' is taken by $.boards[0].sensors[0].name (line 8 of 'robot.profile.json'); give each stream a name of its own",
            ],
            problems);
    }

    [Theory]
    [InlineData("simulated-serial", "a real robot hosts no simulated board")]
    [InlineData("in-process", "the board's buses are its own, and the robot's process does not reach them")]
    public void TryLoad_SimulatedWayOnARealRobot_IsRefused(string kind, string expected)
    {
        string entry = "{ \"id\": 7, \"profile\": \"hand.profile.json\", \"link\": { \"kind\": \"" + kind + "\" } }";
        Assert.Contains(expected, Assert.Single(ProblemsOf(entry, SampleBoard.Text, simulated: false)), StringComparison.Ordinal);
    }

    private Profile Load(string entry, string board)
    {
        Write(entry, board, simulated: true);
        bool loaded = ProfileLoader.TryLoad(Path.Combine(_folder, "robot.profile.json"), out Profile? profile, out IReadOnlyList<ProfileProblem> problems);
        Assert.Equal([], problems.Select(static problem => problem.ToString()));
        Assert.True(loaded);
        return profile!;
    }

    private string[] ProblemsOf(string entry, string board, bool simulated = true)
    {
        Write(entry, board, simulated);
        Assert.False(ProfileLoader.TryLoad(Path.Combine(_folder, "robot.profile.json"), out _, out IReadOnlyList<ProfileProblem> problems));
        return [.. problems.Select(static problem => $"{Path.GetFileName(problem.File)} {problem.Path}: {problem.Message}")];
    }

    private void Write(string entry, string board, bool simulated)
    {
        string bus = simulated ? "\"kind\": \"simulated\"" : "\"kind\": \"linux-i2c\", \"path\": \"/dev/i2c-1\"";
        File.WriteAllText(Path.Combine(_folder, SampleBoard.File), board);
        File.WriteAllText(Path.Combine(_folder, "robot.profile.json"), $$"""
            {
              "version": 1,
              "name": "robot",
              "site": "lab",
              "robot": { "id": "r1", "simulated": {{(simulated ? "true" : "false")}} },
              "buses": [ { "name": "i2c_of_hand", {{bus}} } ],
              "boards": [
                { "id": 1, "name": "own", "sensors": [ { "stream": 1, "name": "own/touch", "driver": "mpr121", "bus": "i2c_of_hand", "address": "0x5A", "rateHz": 100, "frame": "own_pad" } ] },
                {{entry}}
              ],
              "gateway": { "id": "g1", "embedded": true, "spool": { "folder": "spool" } }
            }
            """);
    }
}
