namespace EdgeAI.Tests.Gateway;

/// <summary>Waits for what another process or thread brings about and tells by no event; fails after a generous bound.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    public static Task HoldsAsync(Func<bool> condition, string what, Func<string>? detail = null) => HoldsAsync(() => Task.FromResult(condition()), what, detail);

    /// <summary>The same for a condition that has to be asked for; within another bound where it may take longer.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, Func<string>? detail = null, TimeSpan? within = null)
    {
        TimeSpan patience = within ?? Bound;
        using CancellationTokenSource bound = new(patience);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(5));
        while (!await condition())
        {
            if (bound.IsCancellationRequested)
            {
                Assert.Fail($"did not happen within {patience.TotalSeconds:0} s: {what}{(detail is null ? "" : $"; {detail()}")}");
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
