using System.Text;

namespace EdgeAI.Tests.Profiles.Boards;

/// <summary>Whatever happens to a board profile's bytes, the loader answers with a board that encodes, or with problems.</summary>
public sealed class BoardMutationTests
{
    private const int Mutations = 10_000;

    private static readonly byte[] Telling = "{}[]\":,0123456789.-+e \n"u8.ToArray();

    [Theory]
    [MemberData(nameof(ShippedProfileTests.ShippedBoards), MemberType = typeof(ShippedProfileTests))]
    public void TryParse_RandomlyMutatedBoard_NeverThrows(string file)
    {
        byte[] original = File.ReadAllBytes(Checkout.PathOf("hardware-profiles", file));
        Random random = new(20261123);
        int accepted = 0;
        for (int mutation = 0; mutation < Mutations; mutation++)
        {
            byte[] mutant = [.. original];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                mutant[random.Next(mutant.Length)] = Telling[random.Next(Telling.Length)];
            }

            accepted += SampleBoard.ProblemsOf(mutant).Length == 0 ? 1 : 0;
        }

        Assert.InRange(accepted, 1, Mutations - 1);
    }

    [Fact]
    public void TryParse_EveryPrefixOfTheSample_IsRefused()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(SampleBoard.Text.TrimEnd());
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.NotEmpty(SampleBoard.ProblemsOf(bytes[..length]));
        }
    }
}
