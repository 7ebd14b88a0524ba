using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeAI.Tests.Conventions;

/// <summary>
/// What sources for a board may be written in: C# that compiles on .NET and on nanoFramework 1.x and 2.0, and runs on 1.x (firmware/NANOFRAMEWORK.md).
/// Syntax is here, what is used in <see cref="NanoSymbols"/>, what computes otherwise in <see cref="NanoNumbers"/>. Code inside an #if for .NET is not seen.
/// </summary>
internal static class NanoSubset
{
    /// <summary>Everything in the sources that one of the three compilers or the 1.x interpreter does not take, and every place that does not compile.</summary>
    public static IEnumerable<string> Check(NanoSources sources) => Check(sources, sources.Files);

    /// <summary>The same for some of the sources, where the others are looked at elsewhere.</summary>
    public static IEnumerable<string> Check(NanoSources sources, IEnumerable<SourceFile> files) => sources.Errors().Concat(files.SelectMany(file => Check(file, sources))).Distinct();

    private static IEnumerable<string> Check(SourceFile file, NanoSources sources)
    {
        SemanticModel model = sources.ModelOf(file);
        foreach (SyntaxNode node in file.Root.DescendantNodes())
        {
            if ((Declared(node) ?? Expressed(node) ?? Imported(node, model, sources) ?? NanoNumbers.Find(node, model, sources) ?? NanoSymbols.Find(node, model, sources)) is { } reason)
            {
                yield return file.At(node, reason);
            }
        }

        foreach (SyntaxToken token in file.Root.DescendantTokens())
        {
            if (token.Kind() is SyntaxKind.VolatileKeyword or SyntaxKind.RequiredKeyword or SyntaxKind.AsyncKeyword or SyntaxKind.UnsafeKeyword or SyntaxKind.Utf8StringLiteralToken)
            {
                yield return file.At(token, $"'{token.Text}' is not on nanoFramework");
            }
        }
    }

    private static string? Declared(SyntaxNode node) => node switch
    {
        TypeParameterListSyntax => "a generic of our own ends the 1.x interpreter; write the type out",
        RecordDeclarationSyntax => "a record needs what nanoFramework lacks; write a class or a struct",
        TupleTypeSyntax or TupleExpressionSyntax or ParenthesizedVariableDesignationSyntax => "nanoFramework has no tuples; use out parameters or a struct",
        ArrayRankSpecifierSyntax { Rank: > 1 } => "nanoFramework has no multi-dimensional arrays; use one dimension and an index",
        PointerTypeSyntax or FunctionPointerTypeSyntax or FixedStatementSyntax => "nanoFramework has no pointers; use an array and an index",
        BlockSyntax or ArrowExpressionClauseSyntax when node.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is InterfaceDeclarationSyntax =>
            "nanoFramework 1.x has no default interface methods; put the body in a class",
        _ => null,
    };

    private static string? Expressed(SyntaxNode node) => node switch
    {
        YieldStatementSyntax => "nanoFramework 1.x has no iterators; fill an array",
        AwaitExpressionSyntax => "nanoFramework has no async; use a thread or a loop that polls",
        QueryExpressionSyntax => "nanoFramework has no LINQ; write the loop",
        RangeExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.IndexExpression } or SlicePatternSyntax or ListPatternSyntax =>
            "nanoFramework has no ranges and no indices from the end; compute the index",
        CollectionExpressionSyntax => "a collection expression needs what nanoFramework lacks; write new T[] { }",
        StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax => "nanoFramework 1.x has no stackalloc; keep a buffer in a field",
        CheckedExpressionSyntax { RawKind: (int)SyntaxKind.CheckedExpression } or CheckedStatementSyntax { RawKind: (int)SyntaxKind.CheckedStatement } =>
            "nanoFramework ignores checked; test the range before the arithmetic",
        _ => null,
    };

    private static string? Imported(SyntaxNode node, SemanticModel model, NanoSources sources) =>
        node is UsingDirectiveSyntax { NamespaceOrType: { } name } && model.GetSymbolInfo(name).Symbol is INamespaceSymbol space
        && !space.ConstituentNamespaces.Any(part => sources.Declares(part)) && !sources.Api.HasNamespace(space)
            ? sources.Api.RefusalOf(space)
            : null;
}
