using System.Globalization;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>
/// The interleavings of storing, acknowledging, sending, releasing and sending again, with lost answers, refusals, failed commits and power
/// cuts between any two of them, explored by seeds. A seed that fails says every step and does the same again.
/// </summary>
public sealed class SimulationTests
{
    private const int Seeds = 500;
    private const int SeedsPerBug = 300;
    private const int Workers = 2;

    // Once for all tests: the same seeds are the same runs.
    private static readonly Lazy<Exploration> Explored = new(Explore);

    private static readonly int First = NumberFrom("EDGEAI_SIMULATION_FIRST", 1);
    private static readonly int Last = First + NumberFrom("EDGEAI_SIMULATION_SEEDS", Seeds) - 1;

    [Fact]
    public void Gateway_ThousandsOfInterleavings_DeliversEachAcknowledgedRecordOnceOrDeclaresItLost()
    {
        Assert.True(Explored.Value.Failure is null, Explored.Value.Failure);
        TestContext.Current.SendDiagnosticMessage($"seeds {First} to {Last}: {Explored.Value.Tally}");
    }

    [Fact]
    public void Simulation_OverItsSeeds_ReachesAllThatItIsFor()
        => Assert.All(Enum.GetValues<SimulatedEvent>(), what => Assert.True(Explored.Value.Tally[what] > 0, $"{what} never happened in seeds {First} to {Last}: {Explored.Value.Tally}"));

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Gateway_WithAPlantedBug_IsFound(PlantedBug bug)
    {
        using SimulatedDisk disk = new();
        int found = Enumerable.Range(1, SeedsPerBug).FirstOrDefault(seed => Simulation.Run(seed, disk, bug) is not null);
        Assert.True(found > 0, $"none of {SeedsPerBug} seeds finds {bug}");
        string told = Explain(found, disk, bug);
        Assert.Equal(told, Explain(found, disk, bug));
        TestContext.Current.SendDiagnosticMessage($"{bug}: {told.Split('\n')[0]}");
    }

    [Theory]
    [InlineData(19684)]
    public void Gateway_WhoseFileCannotBeOpenedAgain_RestsUntilItIsTriedAnew(int seed)
    {
        using SimulatedDisk disk = new();
        Assert.Null(Simulation.Run(seed, disk, PlantedBug.None));
    }

    /// <summary>All but none.</summary>
    public static IEnumerable<TheoryDataRow<PlantedBug>> Bugs() => Enum.GetValues<PlantedBug>().Where(bug => bug != PlantedBug.None).Select(bug => new TheoryDataRow<PlantedBug>(bug));

    private static Exploration Explore()
    {
        int next = First - 1;
        string? failure = null;
        SimulationTally tally = new();
        void Work()
        {
            using SimulatedDisk disk = new();
            for (int seed = Interlocked.Increment(ref next); seed <= Last && failure is null; seed = Interlocked.Increment(ref next))
            {
                if (Simulation.Run(seed, disk, PlantedBug.None, tally: tally) is not null)
                {
                    failure = Explain(seed, disk, PlantedBug.None);
                }
            }
        }

        Parallel.Invoke([.. Enumerable.Repeat(Work, Workers)]);
        return new Exploration(failure, tally);
    }

    private static int NumberFrom(string variable, int otherwise)
        => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string Explain(int seed, SimulatedDisk disk, PlantedBug bug)
    {
        List<string> steps = [];
        string? wrong = Simulation.Run(seed, disk, bug, steps);
        return $"seed {seed}: {wrong ?? "right this time: the run does not depend on its seed alone"}\n{string.Join('\n', steps)}";
    }

    /// <summary>What came of running all seeds.</summary>
    /// <param name="Failure">The first seed found to fail, step by step; nothing when none did.</param>
    /// <param name="Tally">What happened in them.</param>
    private sealed record Exploration(string? Failure, SimulationTally Tally);
}
