using System.Text;
using EdgeAI.Profiles;

namespace EdgeAI.Tests.Profiles.Boards;

/// <summary>What a board's integers cannot hold of a maker's sheet is refused where it stands in the profile.</summary>
public sealed class BadSixAxisTests
{
    private const string File = "rp2350-wrist.profile.json";

    [Theory]
    [InlineData("\"degreesCelsius\": 25,", "\"degreesCelsius\": 25.001,", "knots[1].degreesCelsius: a board counts whole hundredths of a degree, and 25.001 is none; round it")]
    [InlineData("\"degreesCelsius\": 25,", "\"degreesCelsius\": 10,", "knots[1].degreesCelsius: knots rise by a hundredth of a degree or more, and 10 follows 10; put them in order")]
    [InlineData("[0, 2.165e-5, -2.165e-5, -1e-7, 4e-7, -3e-7]", "[0, 0, 0, 0, 0, 0]", "matrix[1]: no channel moves Fy: a row of zeros, or of less than 2^-40 step a count; write the maker's row, or choose a smaller step")]
    [InlineData("[0, 2.165e-5, -2.165e-5, -1e-7, 4e-7, -3e-7]", "[0, 1e-16, 0, 0, 0, 0]", "matrix[1]: no channel moves Fy")]
    [InlineData("[4.1e-7, 4.1e-7,", "[1e6, 4.1e-7,", "matrix[5]: a count is worth more than 2^28 steps of Tz; choose a larger step")]
    public void TryParse_OneMistake_SaysWhereAndWhatToDo(string old, string replacement, string expected)
    {
        string text = System.IO.File.ReadAllText(Checkout.PathOf("hardware-profiles", File));
        Assert.Equal(2, text.Split(old).Length);

        BoardProfileLoader.TryParse(Encoding.UTF8.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal)), File, out _, out IReadOnlyList<ProfileProblem> problems);

        Assert.Contains($"$.sensors[0].sixAxis.{expected}", Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }
}
