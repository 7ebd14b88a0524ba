using System.Diagnostics;
using CsCheck;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sanity;

namespace EdgeAI.Tests.Perception.Sanity;

public sealed class InputStatisticsTests
{
    private const string Small = """
        {"format":"edgeai-model-input/1","input":"x","periodMilliseconds":5,"low":0,"high":100,"restless":true,"alarmAt":0.9,"falseAlarmRate":0.01,"measuredRate":0.02,
        "limit":9,"rest":2,"mean":[50,50,50],"spreads":[10],"directions":[[1,0,0]]}
        """;

    [Theory]
    [InlineData(50, 50, 50, 0)]
    [InlineData(70, 50, 50, 4)]
    [InlineData(50, 54, 50, 4)]
    [InlineData(60, 50, 47, 3.25)]
    public void Distance_OfAnInput_CountsEachDirectionInItsOwnSpread(float x, float y, float z, double expected)
    {
        InputStatistics statistics = Load(Small);
        Assert.Equal(expected, statistics.SquaredDistance([x, y, z]), 1e-5);
    }

    [Theory]
    [InlineData(50, 50, 50, FrameFlags.None)]
    [InlineData(85, 50, 50, FrameFlags.Unfamiliar)]
    [InlineData(50, 50, 100, FrameFlags.Saturated | FrameFlags.Unfamiliar)]
    [InlineData(float.NaN, 50, 50, FrameFlags.Unfamiliar)]
    [InlineData(float.PositiveInfinity, 50, 50, FrameFlags.Saturated | FrameFlags.Unfamiliar)]
    public void Judge_AnInput_NamesTheReason(float x, float y, float z, FrameFlags expected) => Assert.Equal(expected, Load(Small).Judge([x, y, z]));

    [Theory]
    [InlineData(ShippedModels.Grasp)]
    [InlineData(ShippedModels.Wrench)]
    [InlineData(ShippedModels.SlipOnset)]
    [InlineData(ShippedModels.Joints)]
    [InlineData(ShippedModels.Contact)]
    public void Judge_OfAShippedModel_FindsItsMeanFamiliarAndTheFarUnfamiliarWithoutAllocating(string name)
    {
        using Model model = ShippedModels.Open(name);
        InputStatistics statistics = model.Statistics!;
        float[] input = new float[model.Session.Input<float>(0).Length];
        Array.Fill(input, 1e6f);
        Assert.Equal(FrameFlags.Unfamiliar, statistics.Judge(input) & FrameFlags.Unfamiliar);
        Assert.Equal(0, Allocation.Of(() => statistics.Judge(input)));
        ModelMetric measured = model.Card.Metrics.First(static metric => metric.Name == "flagged-as-unfamiliar");
        Assert.Equal(measured.Value, statistics.MeasuredRate, 1e-3);
    }

    [Theory]
    [InlineData("edgeai-model-input/1", "edgeai-model-input/7", "$.format: \"edgeai-model-input/7\" is not \"edgeai-model-input/1\"")]
    [InlineData("[50,50,50]", "[50,50]", "$.mean: has 2 values where the model takes 3")]
    [InlineData("[[1,0,0]]", "[[1,0]]", "$.directions: one has not 3 values")]
    [InlineData("[[1,0,0]]", "[null]", "$.directions: one has not 3 values")]
    [InlineData("[10]", "[10,1]", "$.spreads: is not one for each of at most 256 directions")]
    [InlineData("\"rest\":2", "\"rest\":0", "$.spreads, $.rest or $.limit: is not above 0")]
    [InlineData("\"alarmAt\":0.9", "\"alarmAt\":9", "$.alarmAt: is not above 0 and at most 1")]
    [InlineData("\"periodMilliseconds\":5", "\"periodMilliseconds\":-5", "$.periodMilliseconds: is not above 0 and at most a day")]
    public void Load_AFileThatContradictsItself_IsRefusedInOneLine(string part, string damage, string reason)
    {
        string folder = FolderWith(Small.Replace(part, damage, StringComparison.Ordinal));
        Assert.False(InputStatistics.TryLoad(folder, 3, out InputStatistics? statistics, out string problem));
        Assert.Null(statistics);
        Assert.Equal($"{Path.Combine(folder, "input.json")}: {reason}: restore it from version control or train the model again with edge-runtime/training/train.sh", problem);
    }

    [Fact]
    public void Load_NoFile_IsRefusedInOneLine()
    {
        Assert.False(InputStatistics.TryLoad(Path.GetTempPath(), 3, out _, out string problem));
        Assert.Contains("cannot be read", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_APipe_IsRefusedAndNotWaitedFor()
    {
        string folder = Directory.CreateTempSubdirectory("edgeai-input-").FullName;
        using (Process made = Process.Start("mkfifo", Path.Combine(folder, "input.json")))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Task<bool> loading = Task.Run(() => InputStatistics.TryLoad(folder, 3, out _, out _), TestContext.Current.CancellationToken);
        Assert.False(await loading.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Load_AnyDamage_IsRefusedOrReadAndNeverThrows() =>
        Gen.Select(Gen.Int[0, Small.Length - 1], Gen.Char[' ', '~']).Sample(
            static (at, character) =>
            {
                string folder = FolderWith(Small[..at] + character + Small[(at + 1)..]);
                bool loaded = InputStatistics.TryLoad(folder, 3, out InputStatistics? statistics, out string problem);
                Assert.Equal(loaded, problem.Length == 0);
                statistics?.Judge([1, 2, 3]);
            },
            iter: 300);

    private static InputStatistics Load(string text)
    {
        Assert.True(InputStatistics.TryLoad(FolderWith(text), 3, out InputStatistics? statistics, out string problem), problem);
        return statistics!;
    }

    private static string FolderWith(string text)
    {
        string folder = Directory.CreateTempSubdirectory("edgeai-input-").FullName;
        File.WriteAllText(Path.Combine(folder, "input.json"), text);
        return folder;
    }
}
