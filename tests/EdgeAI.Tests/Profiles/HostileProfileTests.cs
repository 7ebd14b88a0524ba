using System.Text;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Tests.Profiles;

/// <summary>Files that nobody meant as a profile, or meant to break the loader with, get a named problem.</summary>
public sealed class HostileProfileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-profile-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TryLoad_FileMissing_NamesTheMend() =>
        AssertRefused(Path.Combine(_folder, "missing.profile.json"), "there is no such file; check the path, or start from hardware-profiles/desktop.profile.json");

    [Fact]
    public void TryLoad_Folder_NamesTheMend() => AssertRefused(_folder, "is a folder; give the path of a *.profile.json file in it");

    [Fact]
    public void TryLoad_PathThatNoFileCanHave_NamesTheMend()
    {
        Assert.False(ProfileLoader.TryLoad("a\0b", out _, out IReadOnlyList<ProfileProblem> problems));
        Assert.StartsWith("cannot be read (", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryLoad_HundredMegabytes_IsRefusedUnread()
    {
        string path = Path.Combine(_folder, "huge.profile.json");
        using (FileStream file = File.Create(path))
        {
            file.SetLength(100_000_000);
        }

        AllocationMeter meter = AllocationMeter.Start();
        AssertRefused(path, "is longer than the 1048576 bytes that a profile may have; give a *.profile.json file");
        Assert.InRange(meter.Bytes, 0, 4 * ProfileLoader.MaximumBytes);
    }

    [Fact]
    public void TryLoad_EndlessFile_IsRefusedAfterTheFirstMegabyte()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "needs a device that never ends: /dev/zero");
        AssertRefused("/dev/zero", "is longer than the 1048576 bytes that a profile may have; give a *.profile.json file");
    }

    [Theory]
    [InlineData("", "1:1 $: the file is empty; start from hardware-profiles/desktop.profile.json")]
    [InlineData(" \r\n\t", "2:2 $: the file is empty; start from hardware-profiles/desktop.profile.json")]
    [InlineData("null", "1:1 $: null is no object; write an object in { }")]
    [InlineData("[]", "1:1 $: a list is no object; write an object in { }")]
    [InlineData("\"text\"", "1:1 $: 'text' is no object; write an object in { }")]
    [InlineData("{\"\\uDC00\":1}", "1:2 $: the name holds half of a surrogate pair; write the whole character")]
    public void TryParse_NoProfileAtAll_SaysSo(string text, string expected) =>
        Assert.Equal([$"{SampleProfile.File}:{expected}"], SampleProfile.ProblemsOf(text));

    [Fact]
    public void TryParse_InvalidUtf8_NamesTheByte()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(SampleProfile.Text);
        bytes[SampleProfile.Text.IndexOf("sample", StringComparison.Ordinal)] = 0xFF;

        Assert.Equal(["robot.profile.json:3:12 $: byte 0xFF is not UTF-8; save the file as UTF-8"], SampleProfile.ProblemsOf(bytes));
    }

    [Fact]
    public void TryParse_ByteOrderMarkAndWindowsLines_LoadsAndCountsLinesTheSame()
    {
        string windows = "\uFEFF" + SampleProfile.Text.ReplaceLineEndings("\r\n");

        Assert.Empty(SampleProfile.ProblemsOf(windows));
        Assert.Equal(
            ["robot.profile.json:2:14 $.version: 2 is none of the choices; write 1"],
            SampleProfile.ProblemsOf(windows.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal)));
    }

    [Fact]
    public void TryParse_CharactersOfSeveralBytes_CountAsOneColumn() => Assert.Equal(
        ["robot.profile.json:3:31 $['bäd']: 'bäd' is not known here; remove it; what can stand here is '$schema', 'arms', 'cameras', 'inferenceLibrary', 'modelStore', 'threads', 'watchdog', 'outlets', 'liveView' or 'recording'"],
        SampleProfile.ProblemsOf(SampleProfile.With("\"name\": \"sample\",", "\"description\": \"Größe 猫🐈\",  \"bäd\": 1, \"name\": \"sample\",")));

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void TryParse_NestedAMillionDeep_IsRefusedAtTheLimit(string open, string close)
    {
        int depth = 100_000;
        string[] problems = SampleProfile.ProblemsOf(string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth)));

        Assert.EndsWith("the file nests deeper than 16 levels; a profile needs 7", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{0}]", "1,")]
    [InlineData("{\"boards\":[{\"sensors\":[{0}]}]}", "{},")]
    [InlineData("{\"stages\":[{0}]}", "{\"input\":\"x\"},")]
    [InlineData("{\"stages\":[{0}],\"boards\":[{\"sensors\":[{0}]}]}", "{\"name\":\"x\",\"input\":\"y\"},")]
    [InlineData("{\"boards\":[{\"sensors\":[{0}]}]}", "{\"frame\":\"#\",\"mount\":{\"parent\":\"#+1\"}},")]
    [InlineData("{\"gateway\":{\"policy\":{\"rules\":[{0}]}}}", "{\"name\":\"r#\",\"stream\":#},")]
    [InlineData("{\"gateway\":{\"policy\":{\"rules\":[{\"message\":\"imu\",\"redact\":[{0}]}]}}}", "\"f#\",")]
    [InlineData("{\"gateway\":{\"policy\":{\"rules\":[{\"message\":\"imu\",\"geofence\":{\"polygon\":[{0}]}}]}}}", "{\"latitude\":#,\"longitude\":1},")]
    [InlineData("{{0}}", "\"p#\":0,")]
    [InlineData("{{0}}", "\"p\":0,")]
    [InlineData("{\"name\":{0}}", "\"0000000000000000\"")]
    public void TryParse_AMegabyteOfOneThing_IsBoundedInProblemsAndMemory(string frame, string item)
    {
        StringBuilder text = new();
        for (int number = 0; text.Length < (ProfileLoader.MaximumBytes / 2) - 200; number++)
        {
            text.Append(item.Replace("#+1", $"f{number + 1}", StringComparison.Ordinal).Replace("#", $"f{number}", StringComparison.Ordinal));
        }

        byte[] bytes = Encoding.UTF8.GetBytes(frame.Replace("{0}", text.ToString().TrimEnd(','), StringComparison.Ordinal));
        AllocationMeter meter = AllocationMeter.Start();
        string[] problems = SampleProfile.ProblemsOf(bytes);

        Assert.InRange(problems.Length, 1, ProblemList.MaximumProblems + 1);
        Assert.InRange(meter.Bytes, 0, 64L << 20);
    }

    [Fact]
    public void TryParse_MoreProblemsThanAreTold_SaysThatThereMayBeMore()
    {
        string[] problems = SampleProfile.ProblemsOf("{\"boards\":[" + string.Join(',', Enumerable.Repeat("{}", 200)) + "]}");

        Assert.Equal(ProblemList.MaximumProblems + 1, problems.Length);
        Assert.Equal("robot.profile.json: there may be more than these 100 problems; mend these first", problems[^1]);
    }

    [Fact]
    public void TryLoad_ShippedProfile_AllocatesLittle()
    {
        string path = Checkout.PathOf("hardware-profiles", "desktop.profile.json");
        Assert.True(ProfileLoader.TryLoad(path, out _, out _));
        AllocationMeter meter = AllocationMeter.Start();
        Assert.True(ProfileLoader.TryLoad(path, out _, out _));

        Assert.InRange(meter.Bytes, 0, 1 << 20);
    }

    private static void AssertRefused(string path, string message)
    {
        Assert.False(ProfileLoader.TryLoad(path, out Profile? profile, out IReadOnlyList<ProfileProblem> problems));
        Assert.Null(profile);
        Assert.Equal($"{path}: {message}", Assert.Single(problems).ToString());
    }
}
