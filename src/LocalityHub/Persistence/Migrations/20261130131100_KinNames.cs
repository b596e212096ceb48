using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Names of a child's kin, which no profile may say.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130131100_KinNames")]
    public partial class KinNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<string[]>(name: "kin_names", table: "permanence", type: "text[]", nullable: false, defaultValueSql: "'{}'");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "kin_names", table: "permanence");
    }
}
