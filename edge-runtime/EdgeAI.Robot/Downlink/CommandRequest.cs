using EdgeAI.Records;

namespace EdgeAI.Robot.Downlink;

/// <summary>A command as its handler sees it.</summary>
/// <param name="Id">The command's name for ever.</param>
/// <param name="Board">The board; <see cref="CommandReader.NoBoard"/> for the robot itself.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="ExpiresUtcNanoseconds">When its time is over, UTC.</param>
internal sealed record CommandRequest(CommandId Id, ushort Board, byte[] Arguments, long ExpiresUtcNanoseconds);
