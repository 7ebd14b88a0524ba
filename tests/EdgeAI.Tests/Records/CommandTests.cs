using System.Text;
using EdgeAI.Records;

namespace EdgeAI.Tests.Records;

public sealed class CommandTests
{
    private const long Issued = 1_795_000_000_123_456_789;
    private const long Minute = 60_000_000_000;

    [Fact]
    public void Command_Vector_ReadsToItsFieldsAndIsWrittenTheSame()
    {
        byte[] vector = Vectors.Read("command.bin");

        Assert.Equal(CommandRejection.None, CommandReader.Open(vector, out CommandReader command));
        Assert.Equal("101112131415161718191a1b1c1d1e1f", command.Id.ToString());
        Assert.Equal(Issued, command.IssuedUtcNanoseconds);
        Assert.Equal(0, command.NotBeforeUtcNanoseconds);
        Assert.Equal(Issued + Minute, command.ExpiresUtcNanoseconds);
        Assert.Equal(7, command.Board);
        Assert.Equal("city", command.IssuerText);
        Assert.Equal("robot-1", command.TargetText);
        Assert.Equal("board.command", command.NameText);
        Assert.Equal([0x01, 0xFF, 0xE8, 0x03], command.Arguments.ToArray());
        Assert.Equal(vector, CommandWriter.Write(new CommandFields
        {
            Id = command.Id,
            Issuer = "city",
            Target = "robot-1",
            Name = "board.command",
            Board = 7,
            Arguments = command.Arguments.ToArray(),
            IssuedUtcNanoseconds = Issued,
            ExpiresUtcNanoseconds = Issued + Minute,
        }));
    }

    [Theory]
    [InlineData("command-smallest.bin", CommandRejection.None)]
    [InlineData("command-suite-1.bin", CommandRejection.UnknownSuite)]
    [InlineData("command-padding.bin", CommandRejection.BadPadding)]
    [InlineData("command-id-0.bin", CommandRejection.InvalidId)]
    [InlineData("command-expired-at-issue.bin", CommandRejection.InvalidTimes)]
    [InlineData("command-issuer-upper-case.bin", CommandRejection.InvalidIssuer)]
    [InlineData("command-trailer.bin", CommandRejection.InvalidTrailer)]
    [InlineData("result.bin", CommandRejection.WrongKind)]
    public void Command_Vector_IsRejectedByName(string name, CommandRejection expected) => Assert.Equal(expected, CommandReader.Open(Vectors.Read(name), out _));

    [Fact]
    public void Command_EveryByteChanged_IsRejected()
    {
        byte[] vector = Vectors.Read("command.bin");
        for (int at = 0; at < vector.Length; at++)
        {
            byte[] damaged = (byte[])vector.Clone();
            damaged[at] ^= 0x20;

            CommandRejection rejection = CommandReader.Open(damaged, out _);

            Assert.Equal(at switch { 0 => CommandRejection.WrongKind, 1 => CommandRejection.UnknownVersion, _ => CommandRejection.Checksum }, rejection);
        }
    }

    [Fact]
    public void Command_MutatedAndSealed_IsRejectedOrReadsWithinItself()
    {
        Random random = new(5);
        byte[][] seeds = [Vectors.Read("command.bin"), Vectors.Read("command-smallest.bin")];
        HashSet<CommandRejection> seen = [];
        for (int turn = 0; turn < 40_000; turn++)
        {
            byte[] mutated = Vectors.Mutate(seeds[turn % seeds.Length], random);
            if (mutated.Length > Vectors.ChecksumLength)
            {
                Vectors.Seal(mutated);
            }

            CommandRejection rejection = CommandReader.Open(mutated, out CommandReader command);
            seen.Add(rejection);
            if (rejection == CommandRejection.None)
            {
                Assert.True(Identifier.IsValid(command.Issuer) && Identifier.IsValid(command.Target) && Identifier.IsValid(command.Name));
                Assert.Equal(mutated.Length, CommandLength(command));
            }
        }

        Assert.Superset(new HashSet<CommandRejection>([CommandRejection.None, CommandRejection.TooShort, CommandRejection.WrongLength, CommandRejection.InvalidTimes, CommandRejection.InvalidName, CommandRejection.ArgumentsTooLong, CommandRejection.InvalidTrailer]), seen);
    }

    [Fact]
    public void Command_TooLong_IsRejectedBeforeItIsRead() => Assert.Equal(CommandRejection.TooLong, CommandReader.Open(new byte[CommandReader.MaximumLength + 1], out _));

    [Fact]
    public void Command_Read_AllocatesNothing()
    {
        byte[] vector = Vectors.Read("command.bin");
        CommandReader.Open(vector, out _);

        Assert.Equal(0, Allocation.Of(() => CommandReader.Open(vector, out _)));
    }

    [Fact]
    public void Result_Vectors_ReadToTheirFieldsAndAreWrittenTheSame()
    {
        Assert.Equal(CommandRejection.None, CommandReader.Open(Vectors.Read("command.bin"), out CommandReader command));
        byte[] message = Vectors.Read("result.bin");
        byte[] body = Vectors.Read("result-body.bin");

        Assert.Equal(CommandResultRejection.None, CommandResultReader.OpenMessage(message, out CommandResultReader result));
        Assert.Equal((CommandState.Done, CommandReason.None, CommandReporter.Robot), (result.State, result.Reason, result.Reporter));
        Assert.Equal((command.Id, Issued + 5, (ushort)7, "robot-1"), (result.Id, result.AtUtcNanoseconds, result.Board, result.TargetText));
        Assert.Equal(message, CommandResultWriter.WriteMessage(command, CommandState.Done, CommandReason.None, Issued + 5, new byte[5]));
        Assert.Equal(CommandResultRejection.None, CommandResultReader.OpenBody(body, out result));
        Assert.Equal("nobody answered", Encoding.UTF8.GetString(result.Detail));
        Assert.Equal(body, CommandResultWriter.WriteBody(command, CommandState.Unknown, CommandReason.NoAnswer, CommandReporter.Gateway, Issued + 5, "nobody answered"u8));
    }

    [Fact]
    public void Result_Vectors_AreRejectedByName()
    {
        Assert.Equal(CommandResultRejection.UnknownState, CommandResultReader.OpenMessage(Vectors.Read("result-state-9.bin"), out _));
        Assert.Equal(CommandResultRejection.UnknownReporter, CommandResultReader.OpenMessage(Vectors.Read("result-reporter-3.bin"), out _));
        Assert.Equal(CommandResultRejection.DetailTooLong, CommandResultReader.OpenBody(Vectors.Read("result-long-detail.bin"), out _));
        Assert.Equal(CommandResultRejection.WrongKind, CommandResultReader.OpenMessage(Vectors.Read("command.bin"), out _));
    }

    [Fact]
    public void Result_MutatedAndSealed_IsRejectedOrReadsWithinItself()
    {
        Random random = new(6);
        byte[] seed = Vectors.Read("result.bin");
        HashSet<CommandResultRejection> seen = [];
        for (int turn = 0; turn < 40_000; turn++)
        {
            byte[] mutated = Vectors.Mutate(seed, random);
            if (mutated.Length > Vectors.ChecksumLength)
            {
                Vectors.Seal(mutated);
            }

            CommandResultRejection rejection = CommandResultReader.OpenMessage(mutated, out CommandResultReader result);
            seen.Add(rejection);
            if (rejection == CommandResultRejection.None)
            {
                Assert.True(Identifier.IsValid(result.Issuer) && Identifier.IsValid(result.Target) && Identifier.IsValid(result.Name) && result.Detail.Length <= CommandResultReader.MaximumDetail);
            }
        }

        Assert.Superset(new HashSet<CommandResultRejection>([CommandResultRejection.None, CommandResultRejection.UnknownState, CommandResultRejection.WrongLength, CommandResultRejection.InvalidName, CommandResultRejection.DetailTooLong]), seen);
    }

    [Fact]
    public void CommandId_Text_ReadsBackAndNothingElseDoes()
    {
        CommandId id = CommandId.Draw();

        Assert.True(CommandId.TryParse(id.ToString(), out CommandId read));
        Assert.Equal(id, read);
        Assert.NotEqual(id, CommandId.Draw());
        foreach (string? text in new[] { null, "", "00000000000000000000000000000000", "1", " 01112131415161718191a1b1c1d1e1f", "x01112131415161718191a1b1c1d1e1f1" })
        {
            Assert.False(CommandId.TryParse(text, out _), text);
        }
    }

    [Theory]
    [InlineData(CommandState.Received, CommandReason.None, CommandState.Executing, true)]
    [InlineData(CommandState.Executing, CommandReason.None, CommandState.Delivered, false)]
    [InlineData(CommandState.Executing, CommandReason.None, CommandState.Executing, false)]
    [InlineData(CommandState.Executing, CommandReason.None, CommandState.Refused, true)]
    [InlineData(CommandState.Done, CommandReason.None, CommandState.Failed, false)]
    [InlineData(CommandState.Unknown, CommandReason.RobotStopped, CommandState.Done, false)]
    [InlineData(CommandState.Unknown, CommandReason.NoAnswer, CommandState.Done, true)]
    [InlineData(CommandState.Unknown, CommandReason.NoAnswer, CommandState.Executing, false)]
    public void CommandState_Next_FollowsOrNot(CommandState state, CommandReason reason, CommandState next, bool follows) => Assert.Equal(follows, next.MayFollow(state, reason));

    private static int CommandLength(in CommandReader command) => 52 + command.Issuer.Length + command.Target.Length + command.Name.Length + command.Arguments.Length + 2 + 4;
}
