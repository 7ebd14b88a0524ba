namespace EdgeAI.Tests.Profiles;

/// <summary>Every mistake gets its line, its column, its path, and one clear sentence with the mend.</summary>
public sealed class BadProfileTests
{
    public static TheoryData<string, string, string[]> Cases
    {
        get
        {
            TheoryData<string, string, string[]> data = [];
            foreach (BadProfile bad in BadProfiles.OfShape.Concat(BadProfiles.OfSense).Concat(BadProfiles.OfCameras).Concat(BadProfiles.OfSyntax))
            {
                data.Add(bad.Old, bad.New, bad.Expected);
            }

            return data;
        }
    }

    [Fact]
    public void TryParse_SampleItself_HasNoProblem() => Assert.Empty(SampleProfile.ProblemsOf(SampleProfile.Text));

    [Theory]
    [MemberData(nameof(Cases))]
    public void TryParse_OneMistake_SaysWhereAndWhatToDo(string old, string replacement, string[] expected)
    {
        string[] problems = SampleProfile.ProblemsOf(SampleProfile.With(old, replacement));

        Assert.Equal(expected.Select(static line => $"{SampleProfile.File}:{line}"), problems);
    }

    [Fact]
    public void TryParse_MistakesOfEverySort_TellsAllInTheOrderOfTheFile()
    {
        string text = SampleProfile.With("\"0x5A\"", "\"0x7A\"")
            .Replace("\"site\": \"lab\",", "\"sit\": \"lab\",", StringComparison.Ordinal)
            .Replace("\"input\": \"head/thermal\"", "\"input\": \"head/therml\"", StringComparison.Ordinal)
            .Replace("\"capacity\": 8192", "\"capacity\": \"8192\"", StringComparison.Ordinal);

        Assert.Equal(
            [
                "robot.profile.json:4:3 $.sit: 'sit' is not known here; did you mean 'site'?",
                "robot.profile.json:14:94 $.boards[0].sensors[1].address: '0x7A' is no 7-bit I2C address; use 0x08 to 0x77",
                "robot.profile.json:28:74 $.stages[2].input: there is no stream 'head/therml'; did you mean 'head/thermal'?",
                "robot.profile.json:32:29 $.outbound.capacity: '8192' is no whole number; write a whole number from 1 to 1048576",
            ],
            SampleProfile.ProblemsOf(text));
    }
}
