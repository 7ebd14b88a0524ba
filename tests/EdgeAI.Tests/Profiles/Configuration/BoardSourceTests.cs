using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Configuration;
using EdgeAI.Tests.Profiles.Boards;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeAI.Tests.Profiles.Configuration;

/// <summary>The board's source that its firmware is built with is the profile's, byte for byte.</summary>
public sealed class BoardSourceTests
{
    [Theory]
    [MemberData(nameof(ShippedProfileTests.ShippedBoards), MemberType = typeof(ShippedProfileTests))]
    public void Generate_ShippedBoard_IsTheCommittedFile(string file)
    {
        Assert.True(BoardProfileLoader.TryLoad(Checkout.PathOf("hardware-profiles", file), out BoardProfile? board, out _));
        string path = Checkout.PathOf("firmware", "EdgeAI.Firmware", "Boards", board.Name, BoardSource.FileName);

        string command = BoardSource.Command($"hardware-profiles/{file}");
        Assert.True(File.Exists(path), $"{path} is missing; make it: {command}");
        Assert.True(File.ReadAllText(path) == BoardSource.Generate(board), $"{path} is not what hardware-profiles/{file} says; make it anew: {command}");
    }

    [Fact]
    public void Generate_SameBoardTwice_IsTheSameText() =>
        Assert.Equal(BoardSource.Generate(SampleBoard.Load(SampleBoard.Text)), BoardSource.Generate(SampleBoard.Load(SampleBoard.Text)));

    [Fact]
    public void Generate_Sample_IsSourceWhoseTableHoldsTheBytes()
    {
        BoardProfile board = SampleBoard.Load(SampleBoard.Text);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(BoardSource.Generate(board), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty(tree.GetDiagnostics(TestContext.Current.CancellationToken));
        InitializerExpressionSyntax table = Assert.Single(tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<InitializerExpressionSyntax>());
        Assert.Equal(ConfigurationEncoder.Encode(board).Bytes, table.Expressions.Select(static number => (byte)(int)((LiteralExpressionSyntax)number).Token.Value!));
    }

    [Fact]
    public void Generate_BoardWithoutTarget_Throws()
    {
        BoardProfile board = SampleBoard.Load(SampleBoard.Text) with { Target = null };
        Assert.Throws<ArgumentException>(() => BoardSource.Generate(board));
    }
}
