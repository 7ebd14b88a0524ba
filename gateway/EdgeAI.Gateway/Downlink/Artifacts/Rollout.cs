using System.Security.Cryptography;
using System.Text;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>A rollout as it is stored.</summary>
/// <param name="Id">The announcement's id.</param>
/// <param name="Manifest">What is rolled out, to whom and how.</param>
/// <param name="Phase">Where it is.</param>
/// <param name="Stage">The stage's place in the plan, from 0.</param>
/// <param name="Since">When the phase began, UTC nanoseconds.</param>
/// <param name="Elapsed">How long the phase has lasted while a gateway ran, by its monotonic clock, in nanoseconds.</param>
/// <param name="Outcome">Why it failed, in words; empty if it did not.</param>
internal sealed record Rollout(CommandId Id, ArtifactManifest Manifest, RolloutPhase Phase, int Stage, long Since, long Elapsed, string Outcome)
{
    /// <summary>The step that installs.</summary>
    public const string InstallStep = "install";

    /// <summary>The step that goes back.</summary>
    public const string RollbackStep = "rollback";

    /// <summary>The steps that a robot may have been commanded, in order.</summary>
    public IEnumerable<string> Steps => [InstallStep, .. Enumerable.Range(0, Stage + 1).Select(CheckStep), RollbackStep];

    /// <summary>Whether anything is left to do.</summary>
    public bool IsOpen => Phase is not (RolloutPhase.Done or RolloutPhase.Failed);

    /// <summary>The robots of the stages so far.</summary>
    public ReadOnlySpan<string> Robots => Manifest.Robots.AsSpan(0, Manifest.Rollout.Stages[Stage].Of(Manifest.Robots.Length));

    /// <summary>The step that asks at the end of a stage.</summary>
    public static string CheckStep(int stage) => $"check-{stage}";

    /// <summary>The id of one of its commands: the same in every life of the gateway, so that none is made twice.</summary>
    /// <param name="robot">Who is commanded.</param>
    /// <param name="step">Which command it is.</param>
    public CommandId CommandOf(string robot, string step)
        => CommandId.Read(SHA256.HashData(Encoding.ASCII.GetBytes($"{Id} {robot} {step}")));
}
