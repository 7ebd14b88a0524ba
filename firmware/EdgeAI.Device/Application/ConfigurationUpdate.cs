using System;
using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Digests;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Application;

/// <summary>
/// Puts a new configuration together from the pieces of UpdateConfiguration (WIRE.md, "Commands"), in their order, and stores it once the whole is what its digest
/// says and can be decoded: a configuration that is stored is one that the board can run. It is on trial until the robot was heard under it.
/// </summary>
internal sealed class ConfigurationUpdate
{
    private readonly ConfigurationTrial _trial;
    private readonly Sha256 _sha256 = new Sha256();
    private readonly byte[] _bytes = new byte[ConfigurationDecoder.MaxLength + 1];
    private readonly byte[] _digest = new byte[Sha256.DigestLength];
    private readonly byte[] _computed = new byte[Sha256.DigestLength];
    private int _total;
    private int _received;

    public ConfigurationUpdate(ConfigurationTrial trial)
    {
        _trial = trial;
    }

    /// <summary>Takes a piece. <see cref="CommandOutcome.Started"/> once the whole is stored: it runs after a restart.</summary>
    public CommandResult Take(Command piece)
    {
        if (piece.ConfigurationTotal > ConfigurationDecoder.MaxLength)
        {
            return new CommandResult(CommandOutcome.OutOfRange, 0);
        }

        if (piece.ConfigurationOffset == 0)
        {
            _total = piece.ConfigurationTotal;
            _received = 0;
            Array.Copy(piece.ConfigurationDigest, 0, _digest, 0, _digest.Length);
        }

        // The robot sends a piece when the one before is acknowledged, so one out of its order belongs to something else.
        if (piece.ConfigurationOffset != _received || piece.ConfigurationTotal != _total || !AreSame(piece.ConfigurationDigest, _digest))
        {
            return new CommandResult(CommandOutcome.OutOfRange, 0);
        }

        Array.Copy(piece.Configuration, 0, _bytes, _received, piece.ConfigurationCount);
        _received += piece.ConfigurationCount;
        return _received < _total ? new CommandResult(CommandOutcome.Done, 0) : Finish();
    }

    private CommandResult Finish()
    {
        _received = 0;
        _sha256.Reset();
        _sha256.Append(_bytes, 0, _total);
        _sha256.Finish(_computed, 0);
        if (!AreSame(_computed, _digest))
        {
            return new CommandResult(CommandOutcome.DigestMismatch, 0);
        }

        if (ConfigurationDecoder.Decode(_bytes, _total).Status != ConfigurationStatus.Ok)
        {
            return new CommandResult(CommandOutcome.Failed, (uint)SensorStatus.Implausible);
        }

        return _trial.Put(_bytes, _total)
            ? new CommandResult(CommandOutcome.Started, 0)
            : new CommandResult(CommandOutcome.Failed, (uint)SensorStatus.ChipFault);
    }

    private static bool AreSame(byte[] left, byte[] right)
    {
        for (int index = 0; index < Sha256.DigestLength; index++)
        {
            if (left[index] != right[index])
            {
                return false;
            }
        }

        return true;
    }
}
