namespace EdgeAI.Benchmarks.Graph;

/// <summary>One way of getting an item from one thread to another.</summary>
internal interface ICarrier
{
    /// <summary>What the table calls it.</summary>
    string Name { get; }

    /// <summary>Sends one item with its instant of departure, as <see cref="System.Diagnostics.Stopwatch"/> ticks.</summary>
    void Send(long departure);

    /// <summary>Takes one item if there is one.</summary>
    bool TryTake(out long departure);

    /// <summary>Waits until there may be one.</summary>
    void Wait();
}
