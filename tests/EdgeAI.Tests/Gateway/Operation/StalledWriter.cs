using System.Text;

namespace EdgeAI.Tests.Gateway.Operation;

/// <summary>An output that takes its first line only when it is let.</summary>
internal sealed class StalledWriter : TextWriter
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _continue = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Encoding Encoding => Encoding.UTF8;

    public Task Reached => _reached.Task;

    public List<string> Lines { get; } = [];

    public void Continue() => _continue.TrySetResult();

    public override async Task WriteLineAsync(string? value)
    {
        _reached.TrySetResult();
        await _continue.Task;
        Lines.Add(value!);
    }
}
