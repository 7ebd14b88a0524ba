using EdgeAI.Gateway.Audit;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway.Downlink;

namespace EdgeAI.Tests.Gateway.Audit;

public sealed class AuditWriterTests
{
    private readonly ManualTime _time = new();
    private readonly AuditTrail _trail;
    private readonly List<string> _stored = [];
    private bool _isFull;

    public AuditWriterTests() => _trail = new AuditTrail(_time);

    [Fact]
    public async Task Drain_OfAFlood_KeepsItsPaceAndLosesNoCount()
    {
        await using AuditWriter writer = Open();
        NoteClients(200);
        _trail.Note(AuditSubject.Spool, AuditOutcome.Failed, "", "full");

        await writer.DrainAsync(hurries: false);
        Assert.Equal(AuditWriter.Burst + 1, _stored.Count);
        Assert.Equal("Spool Failed 1 : full", _stored[0]);

        NoteClients(200);
        await writer.DrainAsync(hurries: false);
        Assert.Equal(AuditWriter.Burst + 1, _stored.Count);

        _time.Pass(TimeSpan.FromSeconds(30));
        await writer.DrainAsync(hurries: false);
        Assert.InRange(_stored.Count, AuditWriter.Burst + 3, AuditWriter.Burst + 4);
        Assert.Equal("Connection Refused 2 client-64: no", _stored[AuditWriter.Burst + 1]);
    }

    [Fact]
    public async Task Drain_WhileTheSpoolTakesNothing_KeepsTheNotes()
    {
        await using AuditWriter writer = Open();
        NoteClients(3);
        _isFull = true;
        await writer.DrainAsync(hurries: false);
        Assert.Empty(_stored);

        _isFull = false;
        await writer.DrainAsync(hurries: false);

        Assert.Equal(3, _stored.Count);
    }

    [Fact]
    public async Task Drain_AfterTheSpoolTookNothingForLong_StoresAtOnceWhatWaits()
    {
        await using AuditWriter writer = Open();
        _trail.Note(AuditSubject.Spool, AuditOutcome.Failed, "", "full");
        _isFull = true;
        for (int second = 0; second < 10 * AuditWriter.Burst; second++)
        {
            _time.Pass(AuditWriter.Period);
            await writer.DrainAsync(hurries: false);
        }

        _isFull = false;
        for (int section = 0; section < AuditWriter.Burst - 1; section++)
        {
            _trail.Note(AuditSubject.Configuration, AuditOutcome.Done, "", $"section {section} differs");
        }

        await writer.DrainAsync(hurries: false);

        Assert.Equal(AuditWriter.Burst, _stored.Count);
    }

    [Fact]
    public async Task Dispose_WithNotesThatWait_StoresAllOfThem()
    {
        AuditWriter writer = Open();
        NoteClients(200);

        await writer.DisposeAsync();

        Assert.Equal(200, _stored.Count);
    }

    private AuditWriter Open() => new(
        _trail,
        body =>
        {
            if (!_isFull)
            {
                Assert.True(AuditEntry.TryRead(body.Span, out AuditEntry entry));
                _stored.Add($"{entry.Subject} {entry.Outcome} {entry.Count} {entry.ActorName}: {entry.Words}");
            }

            return Task.FromResult(!_isFull);
        },
        _time);

    private void NoteClients(int count)
    {
        for (int client = 0; client < count; client++)
        {
            _trail.Note(AuditSubject.Connection, AuditOutcome.Refused, $"client-{client}", "no");
        }
    }
}
