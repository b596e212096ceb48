using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Names by which a child went before.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261129210000_FormerNames")]
    public partial class FormerNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<string[]>(name: "former_names", table: "child", type: "text[]", nullable: false, defaultValueSql: "'{}'");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "former_names", table: "child");
    }
}
