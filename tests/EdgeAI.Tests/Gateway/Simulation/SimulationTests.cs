namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>
/// The interleavings of storing, acknowledging, sending, releasing and sending again, with lost answers, refusals, failed commits and power
/// cuts between any two of them, explored by seeds. A seed that fails says every step and does the same again.
/// </summary>
public sealed class SimulationTests
{
    private const int Seeds = 2000;
    private const int SeedsPerBug = 300;
    private const int Workers = 2;

    [Fact]
    public void Gateway_ThousandsOfInterleavings_DeliversEachAcknowledgedRecordOnceOrDeclaresItLost()
    {
        int next = 0;
        string? failure = null;
        void Work()
        {
            using SimulatedDisk disk = new();
            for (int seed = Interlocked.Increment(ref next); seed <= Seeds && failure is null; seed = Interlocked.Increment(ref next))
            {
                if (Simulation.Run(seed, disk, PlantedBug.None) is not null)
                {
                    failure = Explain(seed, disk, PlantedBug.None);
                }
            }
        }

        Parallel.Invoke([.. Enumerable.Repeat(Work, Workers)]);
        Assert.True(failure is null, failure);
    }

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

    /// <summary>All but none.</summary>
    public static IEnumerable<TheoryDataRow<PlantedBug>> Bugs() => Enum.GetValues<PlantedBug>().Where(bug => bug != PlantedBug.None).Select(bug => new TheoryDataRow<PlantedBug>(bug));

    private static string Explain(int seed, SimulatedDisk disk, PlantedBug bug)
    {
        List<string> steps = [];
        string? wrong = Simulation.Run(seed, disk, bug, steps);
        return $"seed {seed}: {wrong ?? "right this time: the run does not depend on its seed alone"}\n{string.Join('\n', steps)}";
    }
}
