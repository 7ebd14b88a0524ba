namespace EdgeAI.Benchmarks.Graph;

/// <summary>One way of running the caterpillar.</summary>
internal interface IGraphWay
{
    /// <summary>What the table calls it.</summary>
    string Name { get; }

    /// <summary>Sends readings through the whole chain, all of which have reached every sink when it returns.</summary>
    void Run(int readings);
}
