using System.Security.Cryptography;
using EdgeAI.Gateway;
using EdgeAI.Profiles.Policies;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>A revision is one policy for ever, and a change of it is a record.</summary>
public sealed class PolicyRevisionTests
{
    private static readonly PolicyProfile First = PolicyRules.Of(1, "\"stream\": 9, \"leaves\": false");

    [Fact]
    public void Load_SameRevisionWithAnotherContent_IsRefusedWithTheNextNumber()
    {
        PolicyDriver driver = new(First);
        driver.Commit();
        driver.Restart(PolicyRules.Of(4));
        driver.Commit();
        GatewayException error = Assert.Throws<GatewayException>(() => driver.Restart(PolicyRules.Of(1, "\"stream\": 8, \"leaves\": false")));
        Assert.Contains("policy revision 1 was another policy", error.Message, StringComparison.Ordinal);
        Assert.Contains("the next number, 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SamePolicyAgain_TellsNothing()
    {
        PolicyDriver driver = new(First);
        driver.Commit();
        driver.Restart(PolicyRules.Of(1, "\"stream\": 9, \"leaves\": false"));
        driver.Commit();
        Assert.Single(driver.Stored);
    }

    [Fact]
    public void Advance_PolicyCameIntoForce_IsARecordThatHoldsIt()
    {
        PolicyDriver driver = new(First);
        driver.Fail(late: true);
        driver.Commit(OfferedFrame.Temperature(1, 0));
        driver.Commit(OfferedFrame.Temperature(1, 1));

        PolicyRecord record = driver.Stored[0];
        Assert.Equal((RecordKind.PolicyChange, RecordClass.Event), (record.Kind, record.Class));
        Assert.True(PolicyChange.TryRead(record.Frame, out PolicyChange change));
        Assert.Equal((1u, driver.Now), (change.Revision, change.SinceUtcNanoseconds));
        Assert.Equal(First.ToCanonicalJson(), change.Text.ToArray());
        Assert.Equal(SHA256.HashData(First.ToCanonicalJson()), change.Digest.ToArray());
        Assert.Equal(3, driver.Stored.Count);
    }

    [Fact]
    public void Advance_PolicyTakenOutOfTheProfile_IsARecordOfRevisionZero()
    {
        PolicyDriver driver = new(First);
        driver.Commit();
        driver.Restart(null);
        driver.Commit();
        driver.Restart(null);
        driver.Commit();
        Assert.Equal(2, driver.Stored.Count);
        Assert.True(PolicyChange.TryRead(driver.Stored[1].Frame, out PolicyChange change));
        Assert.Equal(0u, change.Revision);
    }

    [Fact]
    public void Load_CountsOfAnEarlierRevision_AreReportedAsItsOwn()
    {
        PolicyDriver driver = new(PolicyRules.Of(1, """ "message": "temperature", "window": { "seconds": 5 }, "leaves": true """));
        driver.Commit(OfferedFrame.Temperature(1, 0), OfferedFrame.Temperature(1, 1), OfferedFrame.Image(0));
        driver.Restart(PolicyRules.Of(2));
        driver.Fail(late: true);
        driver.Commit();
        driver.Finish();

        Assert.Equal(2, driver.Withheld((rule, _, _, _, _, revision) => rule == WithheldRule.FoldedIntoWindow && revision == 1));
        Assert.Equal(1, driver.Withheld((rule, _, _, _, _, revision) => rule == WithheldRule.DoesNotLeave && revision == 1));
        Assert.DoesNotContain(driver.Disk.Keys, static key => key.StartsWith("stream/", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_DamagedState_IsRefusedInOneLine()
    {
        PolicyDriver driver = new(null);
        driver.Commit(OfferedFrame.Image(0));
        string key = Assert.Single(driver.Disk.Keys);
        driver.Disk[key] = driver.Disk[key][..^1];
        Assert.Contains(key, Assert.Throws<GatewayException>(() => driver.Restart(null)).Message, StringComparison.Ordinal);
    }
}
