using EdgeAI.Gateway.Audit;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway.Downlink;

namespace EdgeAI.Tests.Gateway.Audit;

public sealed class AuditTrailTests
{
    private readonly ManualTime _time = new();
    private readonly AuditTrail _trail;

    public AuditTrailTests() => _trail = new AuditTrail(_time);

    [Fact]
    public void Note_OfTheSame_IsCountedSinceTheFirst()
    {
        long first = _time.UtcNanoseconds;
        _trail.Note(AuditSubject.Connection, AuditOutcome.Refused, "robot-1", "no");
        _time.Pass(TimeSpan.FromSeconds(5));
        _trail.Note(AuditSubject.Connection, AuditOutcome.Refused, "robot-1", "no");
        _trail.Note(AuditSubject.Connection, AuditOutcome.Done, "robot-1", "no");

        Assert.True(_trail.TryTake(ofOutsiders: true, out AuditTally both));
        Assert.Equal(new AuditTally(new AuditNote(AuditSubject.Connection, AuditOutcome.Refused, "robot-1", "no"), 2, first), both);
        Assert.True(_trail.TryTake(ofOutsiders: true, out AuditTally other));
        Assert.Equal((AuditOutcome.Done, 1u), (other.Note.Outcome, other.Count));
        Assert.False(_trail.TryTake(ofOutsiders: true, out _));
    }

    [Fact]
    public void Note_TakenAndPutBack_GoesOnCounting()
    {
        long first = _time.UtcNanoseconds;
        _trail.Note(AuditSubject.Publish, AuditOutcome.Refused, "robot-1", "no");
        Assert.True(_trail.TryTake(ofOutsiders: true, out AuditTally taken));
        _time.Pass(TimeSpan.FromSeconds(5));
        _trail.Note(AuditSubject.Publish, AuditOutcome.Refused, "robot-1", "no");

        _trail.PutBack(taken);

        Assert.True(_trail.TryTake(ofOutsiders: true, out AuditTally both));
        Assert.Equal((2u, first), (both.Count, both.SinceUtcNanoseconds));
    }

    [Fact]
    public void Flood_OfDifferentClients_IsCountedWholeAndHidesNothingOfTheGatewaysOwn()
    {
        for (int client = 0; client < 10_000; client++)
        {
            _trail.Note(AuditSubject.Connection, AuditOutcome.Refused, $"client-{client}", "no");
        }

        _trail.Note(AuditSubject.Identity, AuditOutcome.Done, "robot-1", "enrolled");

        List<AuditTally> outside = Take(ofOutsiders: true);
        Assert.Equal(AuditTrail.MaximumNotes + 1, outside.Count);
        Assert.Equal(10_000, outside.Sum(static tally => tally.Count));
        Assert.Equal(("", "more of this at once than are told apart"), (outside[^1].Note.Actor, outside[^1].Note.Text));
        Assert.Equal("enrolled", Assert.Single(Take(ofOutsiders: false)).Note.Text);
    }

    [Theory]
    [InlineData("Robot 1\r\n", "no\r\nyes\u0085", "", "no  yes ")]
    [InlineData("robot-1", "no", "robot-1", "no")]
    public void Note_OfWhatOthersSay_IsOneLineAndAnIdOrNone(string actor, string text, string expectedActor, string expectedText)
    {
        _trail.Note(AuditSubject.Connection, AuditOutcome.Refused, actor, text);

        AuditTally tally = Assert.Single(Take(ofOutsiders: true));
        Assert.Equal((expectedActor, expectedText), (tally.Note.Actor, tally.Note.Text));
    }

    [Fact]
    public void Note_LongerThanAnEntry_IsCutBetweenCharacters()
    {
        _trail.Note(AuditSubject.Gateway, AuditOutcome.Failed, "", new string('a', AuditEntry.MaximumTextLength - 1) + "é" + "b");

        Assert.Equal(new string('a', AuditEntry.MaximumTextLength - 1), Assert.Single(Take(ofOutsiders: false)).Note.Text);
    }

    private List<AuditTally> Take(bool ofOutsiders)
    {
        List<AuditTally> taken = [];
        while (_trail.TryTake(ofOutsiders, out AuditTally tally))
        {
            taken.Add(tally);
        }

        return taken;
    }
}
